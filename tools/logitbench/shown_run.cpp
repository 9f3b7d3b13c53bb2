#include "tools/logitbench/shown_run.h"

#include <logitbench/metric.h>

#include "core/analysis/comparison/trained_losses.h"
#include "core/config/block_text.h"
#include "core/config/target.h"
#include "core/diagnosis/json_config.h"
#include "core/record/results_folder.h"
#include "core/record/whole_file.h"
#include "tools/logitbench/report/repeat_command.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> swept_values(const Json& run) {
  std::vector<std::string> swept;
  if (run.contains("swept") && run["swept"].is_array())
    for (const Json& value : run["swept"])
      swept.push_back(value.is_string() ? value.get<std::string>() : "");
  return swept;
}

void add_command(ShownRun& shown) {
  const Json& run = shown.whole.run;
  const auto seed = shown.config().find("seed");
  if (seed == shown.config().end() || !seed->is_number_unsigned()) {
    shown.no_command = "its config has no seed";
    return;
  }
  if (const auto source = repeat_source(shown.whole.manifest, shown.no_command))
    shown.command = repeat_command(
        *source, {shown.run_id, seed->get<uint64_t>(), swept_values(run), shown.config()});
}

void add_target(ShownRun& shown) {
  const auto target = shown.config().find("target");
  if (target == shown.config().end() || !target->is_number()) return;
  shown.target = target->get<double>();
  const RecordedSeries* accuracy = shown.whole.record.find("valid", "accuracy");
  if (accuracy == nullptr) return;
  for (const auto& [epoch, value] : accuracy->values)
    if (reaches_target(*shown.target, epoch, value)) {
      shown.target_epoch = epoch;
      return;
    }
}

}  // namespace

std::vector<ShownMetric> shown_metrics(const ShownRun& run) {
  const std::optional<TrainedLoss> loss = known_loss(run.whole.run);
  std::vector<ShownMetric> metrics;
  for (const RecordedSeries& series : run.whole.record.series) {
    if (series.values.empty()) continue;
    ShownMetric& metric = metrics.emplace_back();
    metric.name = series.name.split + "." + series.name.metric;
    metric.last = final_value(series);
    if (metric_of_series(series.name.metric) != nullptr)
      metric.best = best_value(series, loss ? loss->objective : Objective::minimize);
  }
  return metrics;
}

ShownRun read_shown_run(NamedRun named) {
  ShownRun shown;
  shown.whole.record = RecordedRuns(named.folder, {named.run_id}).record_of(named.run_id);
  shown.folder = std::move(named.folder);
  shown.run_id = std::move(named.run_id);
  shown.whole.run = std::move(named.run);
  shown.whole.manifest = std::move(named.manifest);
  add_command(shown);
  add_target(shown);
  const fs::path own = shown.folder / kRunsFolder / shown.run_id;
  shown.error_log = read_whole_file(own / kErrorLog);
  std::error_code ignored;  // what cannot be looked at is not there for us
  if (fs::exists(own / kPredictionsFile, ignored)) shown.predictions = own / kPredictionsFile;
  return shown;
}

std::string config_yaml(const ShownRun& run) {
  return block_text(config_node(without_nulls(run.config()), {}));
}

}  // namespace logitbench
