// logitbench --version: its own, each library's, the CPU features that are there to be used.
#pragma once

#include <ostream>

#include "core/plugin/plugin_host.h"

namespace logitbench {

int version_command(PluginHost& host, std::ostream& out);

}  // namespace logitbench
