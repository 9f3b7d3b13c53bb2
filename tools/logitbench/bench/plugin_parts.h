// Parts of a run, made out of plugins without a config.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <logitbench/network.h>

#include "core/plugin/plugin_host.h"

namespace logitbench::bench {

// What is given, and the schema's defaults for the rest. Throws ConfigError for a parameter without
// a default.
Map with_defaults(const Schema& schema, const Map& given = {});

// A network by the backend of that name. Throws ConfigError where it is not there or does not have
// the type.
std::unique_ptr<Network> compile(PluginHost& host, const std::string& backend,
                                 const std::string& dtype, const NetworkSpec& spec,
                                 const CompileOptions& options);

// Weights of the usual size, canonical, the same at every call.
std::vector<double> plain_parameters(const NetworkSpec& spec);

// The names of the backends that are measured and their types: all but the yardstick.
struct BackendType {
  std::string backend, dtype;
};
std::vector<BackendType> measured_backends(const PluginHost& host);

// The threads of a backend, for what has no network: onednn's, or those of the yardstick in a build
// without it.
class LentThreads {
 public:
  LentThreads(PluginHost& host, size_t threads);
  Parallel& parallel() { return network_->parallel(); }

 private:
  std::unique_ptr<Network> network_;
};

}  // namespace logitbench::bench
