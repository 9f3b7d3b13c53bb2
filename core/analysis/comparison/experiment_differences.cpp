#include "core/analysis/comparison/experiment_differences.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/analysis/comparison/recorded_configs.h"

namespace logitbench {

namespace {

using KeyValues = std::map<std::string, std::set<std::string>>;  // dotted key -> its values

bool is_or_lies_below(const std::string& key, const std::string& above) {
  return key == above || key.starts_with(above + ".");
}

void collect(const Json& config, const std::string& path, KeyValues& values) {
  for (const auto& [name, value] : config.items()) {
    const std::string key = path.empty() ? name : path + "." + name;
    if (value.is_object())
      collect(value, key, values);
    else
      values[key].insert(value.dump());
  }
}

}  // namespace

std::vector<std::string> experiment_differences(const std::vector<ResultsTables>& tables,
                                                const std::vector<std::string>& swept) {
  if (tables.size() < 2) return {};
  std::vector<KeyValues> folders;
  std::set<std::string> keys;
  for (const ResultsTables& table : tables) {
    KeyValues& values = folders.emplace_back();
    for (const auto& [run_id, config] :
         recorded_configs(table.folder, "what several experiments differ in stands there"))
      collect(config, "", values);
    for (const auto& [key, all] : values) keys.insert(key);
  }
  std::vector<std::string> ignored = {"experiment", "note", "seed", "metrics", "predictions"};
  ignored.insert(ignored.end(), swept.begin(), swept.end());
  std::vector<std::string> differing;
  for (const std::string& key : keys) {
    if (std::any_of(ignored.begin(), ignored.end(),
                    [&](const std::string& above) { return is_or_lies_below(key, above); }))
      continue;
    if (std::any_of(folders.begin(), folders.end(),
                    [&](KeyValues& values) { return values[key] != folders.front()[key]; }))
      differing.push_back(key);
  }
  return differing;
}

}  // namespace logitbench
