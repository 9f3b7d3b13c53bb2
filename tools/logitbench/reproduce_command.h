// logitbench reproduce [NAME ...]
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// Returns the exit code. Throws Error for what stops the command as a whole. How it goes is told on
// standard error: `out` gets the table alone.
int reproduce_command(const std::vector<std::string>& arguments, PluginHost& host,
                      std::ostream& out);

}  // namespace logitbench
