#include "tools/logitbench/difference_data.h"

#include "core/record/json_member.h"
#include "tools/logitbench/difference_words.h"
#include "tools/logitbench/run_record_data.h"

namespace logitbench {

namespace {

Json run_json(const DiffedRun& run) {
  Json json = {{"folder", run.folder.string()}, {"run_id", run.run_id}};
  json.update(run_record_json(run.whole.record));
  json["seeds"] = run.seeds;
  return json;
}

Json values_json(const ValueDifferences& values) {
  Json differences = Json::array();
  for (const ValueDifference& one : values.differ)
    differences.push_back(
        {{"key", one.key}, {"a", json_or_null(one.a)}, {"b", json_or_null(one.b)}});
  return {{"same", values.same}, {"differences", std::move(differences)}};
}

Json split_json(const std::optional<RunData>& data) {
  if (!data) return {};
  return {{"rows", json_or_null(data->rows)},
          {"sha256", text_or_null(data->sha256)},
          {"of", text_or_null(data->of)},
          {"fraction", data->drawn ? Json(data->drawn->fraction) : Json()},
          {"seed", data->drawn ? data->drawn->seed : Json()}};
}

Json metric_json(const MetricDifference& metric) {
  const std::optional<bool> a_is_better = metric.a_is_better();
  return {{"metric", metric.name},
          {"a", json_number(metric.a)},
          {"b", json_number(metric.b)},
          {"difference", json_number(metric.difference())},
          {"better", !a_is_better ? Json() : Json(*a_is_better ? "a" : "b")},
          {"comparable", metric.comparable}};
}

Json names_json(const std::vector<SeriesName>& series) {
  Json names = Json::array();
  for (const SeriesName& one : series) names.push_back(one.split + "." + one.metric);
  return names;
}

Json curves_json(const CurveDifference& curves) {
  Json first;
  if (curves.first)
    first = {{"epoch", curves.first->epoch},
             {"split", curves.first->series.split},
             {"metric", curves.first->series.metric},
             {"a", json_number(curves.first->a)},
             {"b", json_number(curves.first->b)}};
  const bool known = curves.last_epoch_a && curves.last_epoch_b;
  return {{"same", known ? Json(curves.is_same()) : Json()},
          {"compared", curves.compared},
          {"differing", curves.differing},
          {"first_difference", std::move(first)},
          {"last_epoch_a", json_or_null(curves.last_epoch_a)},
          {"last_epoch_b", json_or_null(curves.last_epoch_b)},
          {"only_a", names_json(curves.only_a)},
          {"only_b", names_json(curves.only_b)}};
}

}  // namespace

Json difference_json(const DiffedRuns& runs) {
  const RunDifference& difference = runs.difference;
  Json data = Json::array(), metrics = Json::array();
  for (const DataDifference& one : difference.data)
    data.push_back({{"split", one.split},
                    {"a", split_json(one.a)},
                    {"b", split_json(one.b)},
                    {"same", one.is_same()}});
  for (const MetricDifference& metric : difference.metrics) metrics.push_back(metric_json(metric));
  return {{"a", run_json(runs.a)},
          {"b", run_json(runs.b)},
          {"same_run", runs.are_one},
          {"config", values_json(difference.config)},
          {"environment", values_json(difference.environment)},
          {"data", std::move(data)},
          {"metrics", std::move(metrics)},
          {"not_judged", text_or_null(why_not_judged(difference))},
          {"curves", curves_json(difference.curves)},
          {"answer", difference_words(runs)}};
}

}  // namespace logitbench
