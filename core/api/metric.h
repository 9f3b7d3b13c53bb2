// What `metrics:` may ask for: names, what they are, which way they get better and whether losses
// can be compared by them, declared here alone. Read by the config (what may be asked for), by the
// records (which value is best) and by the trainer's tests (each is defined). Definitions:
// core/train/metrics.h; units: results/README.md.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

namespace logitbench {

// Of which a metric gives one series of curves.csv each: of the rows as a whole, of each class k
// from 0, or of each layer with parameters, n counted from 1 over layers of all kinds.
enum class SeriesOf { rows, classes, layers };

// What is so of few metrics.
struct MetricTraits {
  SeriesOf series_of = SeriesOf::rows;
  std::string_view series_prefix = {};  // of classes and layers: what stands before k or n
  bool train_only = false;              // taken while training; of no other split
  // Better decisions make the metric better, whatever the confidence.
  bool follows_decisions = true;
  std::string_view unit = {};  // of what is no share, count or norm
};

struct MetricInfo {
  // The first four have no default: a metric without a direction does not compile.
  constexpr MetricInfo(std::string_view metric_name, std::string_view what, bool smaller,
                       bool loss_unit, MetricTraits its_traits = {})
      : name(metric_name),
        description(what),
        smaller_is_better(smaller),
        in_the_loss_unit(loss_unit),
        traits(its_traits) {}

  std::string_view name;
  std::string_view description;
  bool smaller_is_better;
  // Measured in what the run's own loss is measured in: numbers of different losses say nothing
  // beside each other. The others are common yardsticks.
  bool in_the_loss_unit;
  MetricTraits traits;
};

inline constexpr MetricInfo kMetrics[] = {
    // Of `objective: maximize` the larger loss is the better one.
    {"loss", "the loss that is trained with", true, true},
    {"accuracy", "share of rows whose decision is the target's class", false, false},
    {"nll",
     "the stable cross-entropy of the logits in nats, whatever the loss: the yardstick",
     true,
     false,
     {.unit = "nats"}},
    {"brier", "mean squared distance between the probabilities and the target, 0 to 2", true,
     false},
    {"ece",
     "mean distance of confidence and accuracy over 15 bins of equal width",
     true,
     false,
     {.follows_decisions = false}},
    {"ece_adaptive",
     "mean distance of confidence and accuracy over 15 bins of as many rows each",
     true,
     false,
     {.follows_decisions = false}},
    {"confidence", "mean probability of the most probable class", false, false},
    {"class_accuracy",
     "share of each class's rows whose decision is that class",
     false,
     false,
     {.series_of = SeriesOf::classes, .series_prefix = "accuracy.class."}},
    {"grad_norm",
     "L2 norm of the whole gradient, mean over the epoch's steps; train split only",
     true,
     true,
     {.train_only = true}},
    {"layer_grad_norm",
     "L2 norm of each layer's gradient, mean over the epoch's steps; train split only",
     true,
     true,
     {.series_of = SeriesOf::layers, .series_prefix = "grad_norm.layer.", .train_only = true}},
    {"nonfinite", "rows with a logit or a loss that is NaN or infinite", true, false},
    {"batch_mean_accuracy", "mean over batches of each batch's accuracy, a short last one included",
     false, false},
    {"p0_batch_mean_accuracy",
     "batch_mean_accuracy of P(column 0) > 0.5 compared with the label, as notebook 004 takes it",
     false, false},
};

// What is no series of epochs, and so has no direction.
struct RecordInfo {
  std::string_view name;
  std::string_view description;
};

// Tables of tables.csv, of the validation rows after the last epoch.
inline constexpr RecordInfo kTables[] = {
    {"confusion", "rows by label and decision"},
    {"reliability", "rows, confidence and accuracy in 15 bins of equal width by confidence"},
};
// Columns of runs.csv.
inline constexpr RecordInfo kPhaseTimes = {
    "phase_times", "seconds of training by phase: data, forward, loss, backward, update"};

// Recorded whether asked for or not; the others are what `metrics:` may ask for.
inline constexpr std::span<const MetricInfo> kAlwaysRecorded = std::span(kMetrics).first<2>();
static_assert(kAlwaysRecorded[0].name == "loss" && kAlwaysRecorded[1].name == "accuracy");

// By the name that asks for it; null for a name that is no metric's.
constexpr const MetricInfo* find_metric(std::string_view name) {
  for (const MetricInfo& metric : kMetrics)
    if (metric.name == name) return &metric;
  return nullptr;
}

constexpr const RecordInfo* find_table(std::string_view name) {
  for (const RecordInfo& table : kTables)
    if (table.name == name) return &table;
  return nullptr;
}

// The metric that gives the series of this name, "class_accuracy" for "accuracy.class.3"; null for
// a name that no series has.
constexpr const MetricInfo* metric_of_series(std::string_view series) {
  for (const MetricInfo& metric : kMetrics) {
    if (metric.traits.series_of == SeriesOf::rows) {
      if (metric.name == series) return &metric;
      continue;
    }
    if (!series.starts_with(metric.traits.series_prefix)) continue;
    const std::string_view number = series.substr(metric.traits.series_prefix.size());
    const bool is_number =
        !number.empty() && std::all_of(number.begin(), number.end(),
                                       [](char digit) { return digit >= '0' && digit <= '9'; });
    const bool may_be_zero = metric.traits.series_of == SeriesOf::classes && number.size() == 1;
    if (is_number && (may_be_zero || number[0] != '0')) return &metric;
  }
  return nullptr;
}

// The name of one of its series; `number` is k or n, of no meaning where there is one series.
inline std::string series_name(const MetricInfo& metric, size_t number) {
  if (metric.traits.series_of == SeriesOf::rows) return std::string(metric.name);
  return std::string(metric.traits.series_prefix) + std::to_string(number);
}

// As messages show its series: "accuracy", "accuracy.class.<k>".
inline std::string series_pattern(const MetricInfo& metric) {
  if (metric.traits.series_of == SeriesOf::rows) return std::string(metric.name);
  return std::string(metric.traits.series_prefix) +
         (metric.traits.series_of == SeriesOf::classes ? "<k>" : "<n>");
}

static_assert(
    [] {
      for (size_t i = 0; i < std::size(kMetrics); ++i) {
        const MetricTraits& traits = kMetrics[i].traits;
        if (find_metric(kMetrics[i].name) != &kMetrics[i] || kMetrics[i].description.empty() ||
            find_table(kMetrics[i].name) != nullptr || kMetrics[i].name == kPhaseTimes.name ||
            traits.series_prefix.empty() != (traits.series_of == SeriesOf::rows))
          return false;
      }
      return true;
    }(),
    "each metric is declared once and described");

}  // namespace logitbench
