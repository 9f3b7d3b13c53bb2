#include "core/analysis/comparison/chosen_values.h"

#include <logitbench/error.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "core/analysis/tables/curves.h"
#include "core/config/nearest_name.h"
#include "core/record/tables.h"

namespace logitbench {

namespace {

ChosenValues from_runs(const ResultsTables& table, const MetricChoice& choice) {
  const RunColumns::Value* column = table.runs.find_value(choice_text(choice));
  return column == nullptr ? ChosenValues(table.runs.size()) : column->values;
}

ChosenValues from_curves(const ResultsTables& table, const MetricChoice& choice) {
  const Curves curves = read_curves(table.folder / kCurvesFile);
  ChosenValues values(table.runs.size());
  const auto series = curves.find_series(choice.series.split, choice.series.metric);
  if (!series) return values;
  std::unordered_map<std::string_view, size_t> place;
  for (size_t i = 0; i < table.runs.size(); ++i) place[table.runs.run_ids[i]] = i;
  for (size_t run = 0; run < curves.run_ids().size(); ++run)
    if (const auto found = place.find(curves.run_ids()[run]); found != place.end())
      values[found->second] = curves.curve(run, *series).at(choice.epoch);
  return values;
}

bool any_value(const std::vector<ChosenValues>& values) {
  return std::any_of(values.begin(), values.end(), [](const ChosenValues& of_folder) {
    return std::any_of(of_folder.begin(), of_folder.end(),
                       [](const auto& value) { return value.has_value(); });
  });
}

// The series of runs.csv; none where no run has ended.
std::vector<std::string> recorded_series(const std::vector<ResultsTables>& tables) {
  std::vector<std::string> series;
  for (const ResultsTables& table : tables)
    for (const RunColumns::Value& value : table.runs.values)
      if (value.name.starts_with(kFinalPrefix)) {
        const std::string name = value.name.substr(kFinalPrefix.size());
        if (std::find(series.begin(), series.end(), name) == series.end()) series.push_back(name);
      }
  return series;
}

void refuse_absent(const std::vector<ResultsTables>& tables, const MetricChoice& choice) {
  const std::vector<std::string> recorded = recorded_series(tables);
  if (recorded.empty()) return;  // no run has ended: they are counted, that is all there is
  const std::string series = choice.series.split + "." + choice.series.metric;
  if (std::find(recorded.begin(), recorded.end(), series) == recorded.end())
    throw ConfigError("no run recorded " + series + "; recorded are " + name_list(recorded) +
                      did_you_mean(series, recorded) +
                      "; what a run records stands in its config, metrics: [...]");
  throw ConfigError("no run has a value " + choice_text(choice) +
                    (choice.value_of == ValueOf::at
                         ? "; epochs are those of curves.csv, 0 is the untrained network"
                         : ""));
}

}  // namespace

std::vector<ChosenValues> chosen_values(const std::vector<ResultsTables>& tables,
                                        const MetricChoice& choice) {
  std::vector<ChosenValues> values;
  for (const ResultsTables& table : tables)
    values.push_back(choice.value_of == ValueOf::at ? from_curves(table, choice)
                                                    : from_runs(table, choice));
  if (!any_value(values)) refuse_absent(tables, choice);
  return values;
}

}  // namespace logitbench
