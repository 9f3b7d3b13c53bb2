// logitbench data list|fetch|verify: the files that datasets need.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// The arguments after `data`. Gives the exit code: 5 where verify finds a file missing or damaged,
// 4 where a dataset plugin would not load. Throws ConfigError for a wrong command line, DataError
// for what cannot be fetched.
int data_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
