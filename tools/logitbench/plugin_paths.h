// --plugin-path DIR: where a command looks for plugins first.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// Steers the program, whatever the command: taken out of the words. Throws ConfigError where the
// folder is missing.
std::vector<std::filesystem::path> take_plugin_paths(std::vector<std::string>& words);

// The words that gave this process what the host searches beside the usual folders, whole paths:
// the command line that a manifest keeps has them.
std::vector<std::string> plugin_path_words(const PluginHost& host);

}  // namespace logitbench
