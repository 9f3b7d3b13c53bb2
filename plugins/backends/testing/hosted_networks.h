// Networks of the backends that were built, loaded as a run loads them. Not installed: it takes the
// host. <logitbench_testing/backend_checks.h> and its neighbours have the checks.
#pragma once

#include <logitbench_testing/backend_parity.h>

#include "core/plugin/plugin_host.h"

namespace logitbench::testing {

inline PluginHost& host() {
  static PluginHost plugins({LOGITBENCH_PLUGIN_DIR});
  return plugins;
}

inline std::unique_ptr<Network> compile(const char* backend, const char* dtype,
                                        const NetworkSpec& spec, const CompileOptions& options) {
  Map parameters;
  parameters.set("dtype", dtype);
  return host().backend(backend)->compile(parameters, spec, options);
}

// The yardstick.
inline std::unique_ptr<Network> reference(const NetworkSpec& spec, const CompileOptions& options) {
  return compile("reference", "f64", spec, options);
}

}  // namespace logitbench::testing
