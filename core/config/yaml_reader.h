// YAML text to a ConfigNode tree; the only user of yaml-cpp. Stricter than YAML where YAML hides
// mistakes: duplicate keys, tags, merge keys, a second document and recursive aliases are errors.
#pragma once

#include <filesystem>
#include <string>

#include "core/config/config_node.h"

namespace logitbench {

inline constexpr int kDeepestNesting = 64;
inline constexpr size_t kMostNodes = 1'000'000;      // of a whole file
inline constexpr size_t kMostKeys = 10'000;          // of one map
inline constexpr size_t kMostCopiedNodes = 100'000;  // that aliases may add to what is written

// A file whose top level is a map. Throws ConfigError `file:line:column: ...`.
ConfigNode read_yaml_file(const std::filesystem::path& file);

// Any one YAML value; null for no text. Without lines each node's location is `start` itself (a
// value on the command line).
ConfigNode parse_yaml(const std::string& text, const Location& start, bool with_lines);

}  // namespace logitbench
