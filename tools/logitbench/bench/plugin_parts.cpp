#include "tools/logitbench/bench/plugin_parts.h"

#include <logitbench/error.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace logitbench::bench {

namespace {

// In double and in plain loops: nobody asks how fast it is.
constexpr const char* kYardstick = "reference";

}  // namespace

Map with_defaults(const Schema& schema, const Map& given) {
  Map result;
  for (const Parameter& declared : schema) {
    const Value* value = given.find(declared.name);
    if (value == nullptr && !declared.default_value)
      throw ConfigError("its parameter '" + declared.name + "' has no default");
    result.set(declared.name, value != nullptr ? *value : *declared.default_value);
  }
  return result;
}

std::unique_ptr<Network> compile(PluginHost& host, const std::string& backend,
                                 const std::string& dtype, const NetworkSpec& spec,
                                 const CompileOptions& options) {
  const BackendPlugin* plugin = host.backend(backend);
  if (plugin == nullptr) throw ConfigError("there is no backend '" + backend + "'");
  for (const Parameter& declared : plugin->schema)
    if (declared.name == "dtype" && std::find(declared.choices.begin(), declared.choices.end(),
                                              dtype) == declared.choices.end())
      throw ConfigError("backend " + backend + " has no dtype " + dtype);
  Map given;
  given.set("dtype", dtype);
  return plugin->compile(with_defaults(plugin->schema, given), spec, options);
}

std::vector<double> plain_parameters(const NetworkSpec& spec) {
  std::vector<double> canonical(parameter_count(spec));
  std::mt19937_64 bits(1);
  for (const ParameterBlock& block : parameter_blocks(spec)) {
    const double width = std::sqrt(static_cast<double>(block.fan_in));
    for (size_t i = 0; i < block.count; ++i)
      canonical[block.offset + i] =
          static_cast<float>((static_cast<double>(bits() >> 11) * 0x1p-52 - 1) / width);
  }
  return canonical;
}

std::vector<BackendType> measured_backends(const PluginHost& host) {
  std::vector<BackendType> all;
  for (const std::string& backend : host.names(PluginKind::backend))
    if (backend != kYardstick)
      for (const char* dtype : {"f32", "bf16"}) all.push_back({backend, dtype});
  return all;
}

LentThreads::LentThreads(PluginHost& host, size_t threads) {
  const NetworkSpec smallest{{1, 1, 1}, {Dense{1}}};
  if (host.backend("onednn") != nullptr)
    network_ = compile(host, "onednn", "f32", smallest, {1, threads});
  else
    network_ = compile(host, kYardstick, "f64", smallest, {1, threads});
}

}  // namespace logitbench::bench
