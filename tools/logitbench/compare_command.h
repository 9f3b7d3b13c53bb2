// logitbench compare DIR...: which setting is better, and is that more than chance?
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// Returns the exit code: done, whatever the verdicts. Throws ConfigError for wrong words, for
// folders without results, for a key or a metric that is not there; DataError for tables that are
// missing or damaged; Error with exit code 3 for losses that cannot be compared.
int compare_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
