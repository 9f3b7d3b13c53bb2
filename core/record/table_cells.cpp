#include "core/record/table_cells.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/record/number_text.h"

namespace logitbench {

namespace {

constexpr const char* kSeedKey = "seed";

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<std::string> run_columns_of(const Plan& plan) {
  std::vector<std::string> columns(kRunsFirstColumns.begin(), kRunsFirstColumns.end());
  for (const std::string& key : plan.swept_keys)
    if (key != kSeedKey) columns.push_back(key);
  return columns;
}

std::vector<std::string> run_cells(const Plan& plan, const Run& run, RunStatus status) {
  std::vector<std::string> cells = {run.run_id, to_text(status), number_text(run.config.seed)};
  for (size_t i = 0; i < plan.swept_keys.size(); ++i)
    if (plan.swept_keys[i] != kSeedKey) cells.push_back(run.swept.at(i));
  return cells;
}

std::vector<MetricSeries> recorded_series(const Plan& plan, const EndedRuns& runs) {
  std::vector<std::string> metrics = {"loss", "accuracy"};
  std::map<std::string_view, std::vector<std::string>> seen;  // split -> metrics
  for (const Run& run : plan.runs) {
    const auto found = runs.find(run.run_id);
    if (found == runs.end()) continue;
    for (const MetricSeries& recorded : found->second.epochs.series()) {
      if (!holds(metrics, recorded.metric)) metrics.push_back(recorded.metric);
      if (!holds(seen[recorded.split], recorded.metric))
        seen[recorded.split].push_back(recorded.metric);
    }
  }
  std::vector<MetricSeries> series;
  for (std::string_view split : kSplits)
    for (const std::string& metric : metrics)
      if (holds(seen[split], metric)) series.push_back({std::string(split), metric});
  return series;
}

}  // namespace logitbench
