// logitbench export: what runs recorded, for other programs.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

int export_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
