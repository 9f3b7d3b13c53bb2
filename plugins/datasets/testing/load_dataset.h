// For the tests of dataset plugins: loads a dataset through the host, as a run does.
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/plugin/plugin_host.h"
#include "core/random/streams.h"

namespace logitbench::testing {

inline const DatasetPlugin& dataset_plugin(const std::string& name) {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const DatasetPlugin* plugin = host.dataset(name);
  if (plugin == nullptr) throw PluginError("no dataset plugin '" + name + "'");
  return *plugin;
}

// What was not given has its default.
inline Map complete(const Schema& schema, const Map& given) {
  Map map;
  for (const Parameter& parameter : schema) {
    const Value* value = given.find(parameter.name);
    map.set(parameter.name, value ? *value : parameter.default_value.value());
  }
  return map;
}

inline Map map_with(std::initializer_list<Map::Entry> entries) {
  Map map;
  for (const auto& [key, value] : entries) map.set(key, value);
  return map;
}

inline Dataset load_dataset(const std::string& name, const Map& given,
                            const std::filesystem::path& data_folder = {}) {
  SeededStreams random(0);
  DatasetContext context{random, data_folder};
  const DatasetPlugin& plugin = dataset_plugin(name);
  return plugin.load(complete(plugin.schema, given), context);
}

// The message of the Error that `call` throws, empty if it throws none; its exit code is checked.
template <class Call>
std::string error_of(ExitCode expected, Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), expected) << error.what();
    return error.what();
  }
  return "";
}

}  // namespace logitbench::testing
