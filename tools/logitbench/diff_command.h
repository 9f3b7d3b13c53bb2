// logitbench diff RUN RUN: why two runs differ.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// Returns the exit code, which is that of success whatever the difference. Throws ConfigError for
// wrong words and runs that are not there; DataError, ResultsError for results that cannot be read.
int diff_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
