// logitbench report DIR...
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// `arguments`: the words after "report". Writes one HTML file, and where it is to `out`. Returns
// the exit code; throws Error for folders that hold no results or damaged ones, and where the page
// cannot be written.
int report_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
