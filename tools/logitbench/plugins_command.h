// logitbench plugins list | describe [KIND] NAME [--json]
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// `arguments` are the words after `plugins`. Returns the exit code; throws ConfigError for words it
// does not know and names that no plugin has, PluginError for a plugin that would not load.
int plugins_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
