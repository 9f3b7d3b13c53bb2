// Where a key belongs that stands in the wrong section.
#pragma once

#include <string>

#include "core/config/config_node.h"
#include "core/config/schema_source.h"

namespace logitbench {

// "'epochs' belongs under train", or empty. `section` is where it stands, empty at the top level.
// Looks at the top-level keys and at what the config's plugins take; a plugin that would not load
// is passed over.
std::string belongs_elsewhere(const std::string& key, const std::string& section,
                              const ConfigNode& root, SchemaSource& schemas);

// Keys that a config takes at its top level.
std::vector<std::string> top_level_keys();

}  // namespace logitbench
