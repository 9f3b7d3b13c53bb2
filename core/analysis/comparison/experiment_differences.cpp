#include "core/analysis/comparison/experiment_differences.h"

#include <logitbench/error.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/analysis/comparison/recorded_configs.h"
#include "core/record/dotted_values.h"

namespace logitbench {

namespace {

using KeyValues = std::map<std::string, std::set<std::string>>;  // dotted key -> its values

bool is_or_lies_below(const std::string& key, const std::string& above) {
  return key == above || key.starts_with(above + ".");
}

}  // namespace

ExperimentDifferences experiment_differences(const std::vector<ResultsTables>& tables,
                                             const std::vector<std::string>& swept) {
  ExperimentDifferences differences;
  if (tables.size() < 2) return differences;
  std::vector<KeyValues> folders;
  std::set<std::string> keys;
  for (const ResultsTables& table : tables) {
    KeyValues values;
    try {
      for (const auto& [run_id, config] :
           recorded_configs(table.folder, "what several experiments differ in stands there"))
        for (const auto& [key, value] : dotted_values(config)) values[key].insert(value.dump());
    } catch (const DataError&) {  // the comparison goes on without it, and says so
      differences.unknown.push_back(table.name);
      continue;
    }
    for (const auto& [key, all] : values) keys.insert(key);
    folders.push_back(std::move(values));
  }
  std::vector<std::string> ignored = {"experiment", "note", "seed", "metrics", "predictions"};
  ignored.insert(ignored.end(), swept.begin(), swept.end());
  for (const std::string& key : keys) {
    if (std::any_of(ignored.begin(), ignored.end(),
                    [&](const std::string& above) { return is_or_lies_below(key, above); }))
      continue;
    if (std::any_of(folders.begin(), folders.end(),
                    [&](KeyValues& values) { return values[key] != folders.front()[key]; }))
      differences.keys.push_back(key);
  }
  return differences;
}

}  // namespace logitbench
