// logitbench show DIR RUN: one run of a results folder.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// Returns the exit code. Throws ConfigError for wrong words and a run that is not there; DataError,
// ResultsError for results that cannot be read.
int show_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
