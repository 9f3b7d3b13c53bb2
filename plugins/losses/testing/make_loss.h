// For the tests of loss plugins: makes a loss through the host, as a run does.
#pragma once

#include <logitbench/error.h>
#include <logitbench_testing/parameters.h>

#include <memory>
#include <string>

#include "core/plugin/plugin_host.h"

namespace logitbench::testing {

// Parameters that are not given have their defaults.
inline std::unique_ptr<Loss> make_loss(const std::string& name, const Map& given = {}) {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const LossPlugin* plugin = host.loss(name);
  if (plugin == nullptr) throw PluginError("no loss plugin '" + name + "'");
  return plugin->create(with_defaults(plugin->schema, given));
}

}  // namespace logitbench::testing
