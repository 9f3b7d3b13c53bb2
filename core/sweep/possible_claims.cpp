#include "core/sweep/possible_claims.h"

#include <fmt/format.h>
#include <logitbench/metric.h>

#include <algorithm>

#include "core/config/config_error.h"
#include "core/config/nearest_name.h"
#include "core/config/recorded_metrics.h"

namespace logitbench {

namespace {

std::vector<std::string> recorded_series(const RunConfig& config) {
  std::vector<std::string> names;
  for (const MetricInfo& metric : kMetrics)
    if (records(config, metric)) names.push_back(series_pattern(metric));
  return names;
}

// None: of the last epoch, or of whichever is best.
using Epoch = std::optional<uint64_t>;

// The test split is taken once, after the last epoch, and only where it is not the validation,
// which it is by default in a dataset that has one.
std::string impossible_of_test(const SeriesName& series, Epoch epoch, const Run& run) {
  const ValidationSource source = run.config.validation.value_or(ValidationSource::test);
  if (source == ValidationSource::test)
    return fmt::format(
        "found test.{}, which {} records only with dataset.validation: train or a "
        "fraction, expected one of them, or valid.{}",
        series.metric, run.run_id, series.metric);
  const uint64_t last = run.config.epochs;
  if (epoch && *epoch != last && !run.config.stop_at_target)
    return fmt::format(
        "found test.{} at epoch {}, but {} takes it once, after epoch {}, expected "
        "epoch {} or final",
        series.metric, *epoch, run.run_id, last, last);
  return "";
}

std::string impossible_series(const SeriesName& series, Epoch epoch, const Run& run) {
  const MetricInfo* metric = metric_of_series(series.metric);
  if (metric == nullptr || !records(run.config, *metric)) {
    const std::vector<std::string> names = recorded_series(run.config);
    return fmt::format(
        "found the metric {}, which {} does not record, expected {}{}; others are "
        "asked for under metrics",
        shown(series.metric), run.run_id, name_list(names), did_you_mean(series.metric, names));
  }
  if (metric->traits.train_only && series.split != "train")
    return fmt::format("found {}.{}, which is never recorded, expected train.{}", series.split,
                       series.metric, series.metric);
  const uint64_t epochs = run.config.epochs;
  if (epoch && *epoch > epochs)
    return fmt::format("found epoch {}, but {} ends with epoch {}, expected at most that", *epoch,
                       run.run_id, epochs);
  if (series.split == "train" && epoch.value_or(epochs) == 0)
    return fmt::format("found train.{} of an untrained network, which has none, expected valid.{}",
                       series.metric, series.metric);
  return series.split == "test" ? impossible_of_test(series, epoch, run) : "";
}

std::string impossible_row(const RowOfPredictions& row, const Run& run) {
  if (row.row < run.config.predictions) return "";
  return fmt::format("found row {}, but {} keeps {} rows, expected predictions: {} or more",
                     row.row, run.run_id, run.config.predictions, row.row + 1);
}

}  // namespace

std::string why_impossible(const Claim& claim, const Run& run) {
  const MetricClaim* metric = std::get_if<MetricClaim>(&claim);
  if (metric == nullptr) return "";
  if (metric->row) return impossible_row(*metric->row, run);
  std::vector<SeriesName> series{{metric->split, metric->metric}};
  if (metric->same_as) series.push_back(*metric->same_as);
  std::vector<Epoch> epochs;
  for (size_t i = 0; i < metric->values.size(); ++i) epochs.emplace_back(i + 1);
  if (epochs.empty())
    epochs.push_back(metric->value_of == ValueOf::at ? Epoch(metric->epoch) : std::nullopt);
  for (const SeriesName& one : series)
    for (const Epoch epoch : epochs)
      if (std::string problem = impossible_series(one, epoch, run); !problem.empty())
        return problem;
  return "";
}

}  // namespace logitbench
