// A config file with what it extends.
#pragma once

#include <filesystem>

#include "core/config/config_node.h"

namespace logitbench {

// Reads the file and, where it says `extends: other.yaml` (relative to itself), lays it over that
// one: maps merge key by key, anything else replaces. A section that names another plugin, or is a
// bare word, replaces the base's section wholly: the parameters there belong to the other plugin.
// `experiment` is not taken over: two files do not share a results folder unless both say so.
// The result has no key `extends`. Throws ConfigError, for a cycle too.
ConfigNode load_config(const std::filesystem::path& file);

}  // namespace logitbench
