// logitbench check DIR
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// Returns 0, or 3 where a finding is of severity error or warning. Throws ConfigError for words it
// does not know, and for a DIR that holds no results.
int check_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
