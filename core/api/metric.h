// The metrics: their names, what they are, which way they get better and whether losses can be
// compared by them, declared here alone. Read
// by the config (what may be asked for), by the records (which value is best) and by the trainer's
// tests (each is defined). Definitions: core/train/metrics.h; units: results/README.md.
#pragma once

#include <cstddef>
#include <iterator>
#include <span>
#include <string_view>

namespace logitbench {

struct MetricInfo {
  // No part has a default: a metric without a direction does not compile.
  constexpr MetricInfo(std::string_view metric_name, std::string_view what, bool smaller,
                       bool loss_unit)
      : name(metric_name),
        description(what),
        smaller_is_better(smaller),
        in_the_loss_unit(loss_unit) {}

  std::string_view name;
  std::string_view description;
  bool smaller_is_better;
  // Measured in what the run's own loss is measured in: numbers of different losses say nothing
  // beside each other. The others are common yardsticks.
  bool in_the_loss_unit;
};

inline constexpr MetricInfo kMetrics[] = {
    // Of `objective: maximize` the larger loss is the better one.
    {"loss", "the loss that is trained with", true, true},
    {"accuracy", "share of rows whose decision is the target's class", false, false},
    {"nll", "the stable cross-entropy of the logits in nats, whatever the loss: the yardstick",
     true, false},
    {"confidence", "mean probability of the most probable class", false, false},
    {"grad_norm", "L2 norm of the whole gradient, mean over the epoch's steps; train split only",
     true, true},
    {"nonfinite", "rows with a logit or a loss that is NaN or infinite", true, false},
    {"batch_mean_accuracy", "mean over batches of each batch's accuracy, a short last one included",
     false, false},
    {"p0_batch_mean_accuracy",
     "batch_mean_accuracy of P(column 0) > 0.5 compared with the label, as notebook 004 takes it",
     false, false},
};

// Recorded whether asked for or not; the others are what `metrics:` may ask for.
inline constexpr std::span<const MetricInfo> kAlwaysRecorded = std::span(kMetrics).first<2>();
static_assert(kAlwaysRecorded[0].name == "loss" && kAlwaysRecorded[1].name == "accuracy");

// Null for a name that is no metric's.
constexpr const MetricInfo* find_metric(std::string_view name) {
  for (const MetricInfo& metric : kMetrics)
    if (metric.name == name) return &metric;
  return nullptr;
}

static_assert(
    [] {
      for (size_t i = 0; i < std::size(kMetrics); ++i)
        if (find_metric(kMetrics[i].name) != &kMetrics[i] || kMetrics[i].description.empty())
          return false;
      return true;
    }(),
    "each metric is declared once and described");

}  // namespace logitbench
