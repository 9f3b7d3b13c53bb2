#include "tools/logitbench/report/sweep_part.h"

#include <logitbench/metric.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/report/sweep_points.h"
#include "core/record/csv_reader.h"
#include "core/record/tables.h"
#include "tools/logitbench/report/drawn_number.h"

namespace logitbench {

namespace {

struct KeyValues {
  std::vector<std::string> values;
  bool numeric = true;  // every value that is set
  std::map<std::string, size_t> index;
};

KeyValues values_of(const JoinedRuns& runs, size_t key) {
  KeyValues result;
  std::set<std::string> seen;
  for (const JoinedRuns::Run& run : runs.runs) {
    const std::string& value = run.settings[key];
    if (!seen.insert(value).second) continue;
    result.values.push_back(value);
    const std::optional<double> number = number_cell(value);
    if (!value.empty() && !(number && std::isfinite(*number))) result.numeric = false;
  }
  if (result.numeric)
    std::stable_sort(
        result.values.begin(), result.values.end(), [](const std::string& a, const std::string& b) {
          // What is not set stands first.
          return number_cell(a).value_or(-INFINITY) < number_cell(b).value_or(-INFINITY);
        });
  for (size_t i = 0; i < result.values.size(); ++i) result.index[result.values[i]] = i;
  return result;
}

Json key_json(const std::string& name, const KeyValues& key) {
  Json values = Json::array(), numbers = Json::array();
  for (const std::string& value : key.values) {
    values.push_back(setting_text({value}));
    if (const auto number = number_cell(value); key.numeric && number) numbers.push_back(*number);
  }
  const bool on_numbers = !numbers.empty() && numbers.size() == values.size();
  // From here on the small ones would lie on each other.
  constexpr double kWide = 30;
  const bool log = on_numbers && numbers[0] > 0 &&
                   numbers.back().get<double>() / numbers[0].get<double>() >= kWide;
  return {{"name", name},
          {"values", values},
          {"numeric", key.numeric},
          {"numbers", on_numbers ? numbers : Json()},
          {"log", log}};
}

std::vector<std::string> columns_of(const std::vector<ResultsTables>& tables,
                                    const std::string& first) {
  std::vector<std::string> columns;
  const auto add = [&](const std::string& name) {
    if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  };
  const auto has = [&](const std::string& name) {
    return std::any_of(tables.begin(), tables.end(), [&](const ResultsTables& table) {
      return table.runs.find_value(name) != nullptr;
    });
  };
  if (has(first)) add(first);
  for (const ResultsTables& table : tables)
    for (const RunColumns::Value& value : table.runs.values)
      if (value.name.starts_with(kFinalPrefix)) add(value.name);
  for (const ResultsTables& table : tables)
    for (const RunColumns::Value& value : table.runs.values)
      if (value.name.starts_with(std::string(kBestPrefix) + "valid.")) add(value.name);
  return columns;
}

Json points_json(const std::vector<SweepPoint>& points, const std::vector<size_t>& keys,
                 const std::vector<KeyValues>& values) {
  Json list = Json::array();
  for (const SweepPoint& point : points) {
    Json at = Json::array();
    for (size_t k = 0; k < keys.size(); ++k)
      at.push_back(values[keys[k]].index.at(point.setting[k]));
    Json& json = list.emplace_back(Json{{"at", at}, {"n", point.seeds}});
    if (point.left_out > 0) json["left_out"] = point.left_out;
    if (point.seeds == 0) continue;
    json["mean"] = drawn_number(point.mean);
    json["low"] = drawn_number(point.range.low);
    json["high"] = drawn_number(point.range.high);
    if (!point.interval) continue;
    json["interval_low"] = drawn_number(point.interval->low);
    json["interval_high"] = drawn_number(point.interval->high);
  }
  return list;
}

}  // namespace

Json sweep_part(const std::vector<ResultsTables>& tables, const JoinedRuns& runs,
                const std::string& first) {
  std::vector<KeyValues> values;
  Json keys = Json::array(), views = Json::array();
  for (size_t k = 0; k < runs.keys.size(); ++k) {
    values.push_back(values_of(runs, k));
    keys.push_back(key_json(runs.keys[k], values.back()));
  }
  const std::vector<std::string> columns = columns_of(tables, first);
  std::vector<JoinedRuns> by_column;
  for (const std::string& column : columns) by_column.push_back(with_column(runs, tables, column));
  const auto varied = static_cast<size_t>(std::count_if(
      values.begin(), values.end(), [](const KeyValues& key) { return key.values.size() > 1; }));
  const auto add_view = [&](const std::vector<size_t>& which) {
    const size_t points = sweep_points(runs, which).size();
    const bool of_runs_alone = points == runs.runs.size() && points > 1 && varied > which.size();
    if (points > kMostSweepPoints || of_runs_alone) return;
    Json by = Json::object();
    for (size_t c = 0; c < columns.size(); ++c)
      by[columns[c]] = points_json(sweep_points(by_column[c], which), which, values);
    views.push_back({{"keys", which}, {"points", by}});
  };
  for (size_t a = 0; a < runs.keys.size(); ++a) {
    if (values[a].values.size() < 2) continue;
    add_view({a});
    for (size_t b = a + 1; b < runs.keys.size(); ++b)
      if (values[b].values.size() > 1) add_view({a, b});
  }
  return {{"keys", keys}, {"columns", columns}, {"views", views}};
}

}  // namespace logitbench
