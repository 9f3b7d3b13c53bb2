// logitbench status DIR: how far the runs are, as they go.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// Returns the exit code. Throws ConfigError for wrong words and for a folder without results.
int status_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
