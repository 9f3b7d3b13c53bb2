#include "core/analysis/report/sweep_points.h"

#include "core/analysis/comparison/compared_group.h"
#include "core/analysis/statistics/sample.h"

namespace logitbench {

std::vector<SweepPoint> sweep_points(const JoinedRuns& runs, const std::vector<size_t>& keys) {
  std::vector<SweepPoint> points;
  for (const ComparedGroup& group : grouped(runs, keys, {})) {
    SweepPoint& point = points.emplace_back();
    point.setting = group.group.setting;
    point.seeds = group.group.repeats.size();
    point.left_out = group.group.runs() - group.cells.size();
    if (point.seeds == 0) continue;
    std::vector<double> values;
    for (const Repeat& repeat : group.group.repeats) values.push_back(repeat.value);
    point.mean = mean_of(values);
    point.range = observed_range(values);
    if (values.size() > 1) point.interval = t_interval(values, kConfidence);
  }
  return points;
}

JoinedRuns with_column(JoinedRuns runs, const std::vector<ResultsTables>& tables,
                       const std::string& column) {
  size_t place = 0;
  for (const ResultsTables& table : tables) {
    const RunColumns::Value* const values = table.runs.find_value(column);
    for (size_t i = 0; i < table.runs.size(); ++i, ++place)
      runs.runs[place].value = values == nullptr ? std::nullopt : values->values[i];
  }
  return runs;
}

}  // namespace logitbench
