// Metrics of a pass over rows. Each sees every batch once, in order, and gives one number at the
// end. Definitions, K classes, one row = one sample:
//   loss                    evaluating: reduced over all rows alike (objective.h);
//                           training: mean over batches of each batch's reduced loss
//   accuracy                share of rows whose decision is the label
//   nll                     mean -log p(label), always the stable form, whatever the loss
//   confidence              mean probability of the most probable class
//   nonfinite               rows with a logit or a loss that is NaN or infinite
//   batch_mean_accuracy     mean over batches of the batch's accuracy (notebook 004)
//   p0_batch_mean_accuracy  the same with the notebook's inverted decision: class 1 where
//                           p(column 0) > 0.5; with one column it is batch_mean_accuracy
// grad_norm is the trainer's (train split only). Names are declared in core/api/metric.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <logitbench/recorder.h>

#include "core/train/objective.h"

namespace logitbench {

struct ScoredBatch {
  RealMatrix logits;
  TargetsView targets;
  BatchLoss loss;
};

class Metric {
 public:
  virtual ~Metric() = default;
  virtual void add(const ScoredBatch& batch) = 0;
  virtual double value() const = 0;
};

enum class Pass { training, evaluating };

// Null for a name that has no definition over rows (grad_norm).
std::unique_ptr<Metric> make_metric(const std::string& name, Pass pass, const Loss& loss,
                                    const ObjectiveFunction& objective);

// The label of each of the rows, and how many rows have each label, [classes].
std::vector<size_t> labels_of(const Targets& targets, std::span<const uint32_t> rows,
                              size_t classes);
std::vector<size_t> count_by_class(const std::vector<size_t>& labels, size_t classes);

// loss, accuracy, and the ones asked for.
class MetricSet {
 public:
  MetricSet(const std::vector<std::string>& names, Pass pass, const Loss& loss,
            const ObjectiveFunction& objective);
  void add(const ScoredBatch& batch);
  std::vector<MetricValue> values(const std::string& split) const;

 private:
  std::vector<std::pair<std::string, std::unique_ptr<Metric>>> metrics_;
};

}  // namespace logitbench
