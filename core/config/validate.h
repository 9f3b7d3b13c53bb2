// Checks a tree against a schema and fills in the defaults. Every parameter of every plugin comes
// through here, and so do the config's own sections.
#pragma once

#include <functional>
#include <string>

#include <logitbench/schema.h>

#include "core/config/config_node.h"

namespace logitbench {

// Where a key that this map does not know belongs instead, as a sentence ("'epochs' belongs under
// train"), or empty.
using KeyHint = std::function<std::string(const std::string& key)>;

// `path` is the map's own dotted key, for messages; empty at the top level. The result holds every
// parameter of the schema in its order: as written, by default, or null where optional and left
// out. A map parameter without default is filled from its fields' defaults. Throws ConfigError with
// the location of the value, or of the map that lacks a key.
Map validate_map(const ConfigNode& node, const Schema& schema, const std::string& path,
                 const KeyHint& hint = {});

// One value. Throws ConfigError.
Value validate_value(const ConfigNode& node, const Parameter& parameter, const std::string& path);

// The values of a map parameter that was left out altogether, or of a schema without any input.
// `where` is what the message about a parameter without default points to.
Map default_values(const Schema& schema, const std::string& path, const Location& where);

// "a number above 0 and at most 1, or train": what a parameter takes, for messages and `describe`.
std::string expectation(const Parameter& parameter);

// What a map of these parameters says about a key that is not among them.
[[noreturn]] void fail_unknown_key(const ConfigNode::Entry& entry,
                                   const std::vector<std::string>& known, const std::string& path,
                                   const std::string& hint);

}  // namespace logitbench
