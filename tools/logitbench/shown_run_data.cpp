#include "tools/logitbench/shown_run_data.h"

#include "core/record/json_member.h"
#include "tools/logitbench/run_record_data.h"

namespace logitbench {

namespace {

Json data_json(const Json& run) {
  Json data = Json::array();
  for (const RunData& one : data_of(run))
    data.push_back({{"split", one.split},
                    {"rows", json_or_null(one.rows)},
                    {"sha256", text_or_null(one.sha256)}});
  return data;
}

Json results_json(const ShownRun& run) {
  Json results = Json::array();
  for (const ShownMetric& metric : shown_metrics(run))
    results.push_back({{"metric", metric.name},
                       {"final", json_number(metric.last)},
                       {"best", json_number(metric.best)}});
  return results;
}

Json curves_json(const RunRecord& record) {
  Json curves = Json::object();
  for (const RecordedSeries& series : record.series) {
    Json points = Json::array();
    for (const auto& [epoch, value] : series.values) points.push_back({epoch, json_number(value)});
    curves[series.name.split + "." + series.name.metric] = std::move(points);
  }
  return curves;
}

// As the manifest has it, but that it is the run's own.
Json environment_json(const WholeRun& run) {
  Json environment = Json::object();
  for (const auto& [key, value] : environment_of(run)) environment[key] = value;
  return environment;
}

}  // namespace

Json shown_run_json(const ShownRun& run) {
  const RunRecord& record = run.whole.record;
  const Json& manifest = run.whole.manifest;
  Json json = {{"folder", run.folder.string()},
               {"run_id", run.run_id},
               {"experiment", manifest.value("experiment", Json())},
               {"question", manifest.value("question", Json())},
               {"note", manifest.value("note", Json())}};
  json.update(run_record_json(record));
  json.update({{"target", json_number(run.target)},
               {"target_epoch", json_or_null(run.target_epoch)},
               {"command", text_or_null(run.command)},
               {"no_command", text_or_null(run.no_command)},
               {"made_of", run.whole.run.value("made_of", Json())},
               {"data", data_json(run.whole.run)},
               {"environment", environment_json(run.whole)},
               {"results", results_json(run)},
               {"tables", record.tables},
               {"predictions", run.predictions ? Json(run.predictions->string()) : Json()},
               {"error_log", json_or_null(run.error_log)},
               {"curves", curves_json(record)},
               {"config", run.config()},
               {"config_yaml", config_yaml(run)}});
  return json;
}

}  // namespace logitbench
