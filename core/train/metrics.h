// Metrics of a pass over rows. Each sees every batch once, in order, and gives its numbers at the
// end: one, or one for each class. Definitions, K classes, one row = one sample:
//   loss                    evaluating: reduced over all rows alike (objective.h);
//                           training: mean over batches of each batch's reduced loss
//   accuracy                share of rows whose decision is the label
//   nll                     mean -log p(label), always the stable form, whatever the loss
//   confidence              mean probability of the most probable class
//   brier                   mean over rows of Σ_k (p_k - t_k)², t one at the label and zero
//                           elsewhere, or the row's target weights; of one column both classes
//   ece, ece_adaptive       expected calibration error (reliability.h)
//   accuracy.class.<k>      of class_accuracy: share of the rows with label k that are decided for
//                           k; NaN where there is none
//   nonfinite               rows with a logit or a loss that is NaN or infinite
//   batch_mean_accuracy     mean over batches of the batch's accuracy (notebook 004)
//   p0_batch_mean_accuracy  the same with the notebook's inverted decision: class 1 where
//                           p(column 0) > 0.5; with one column it is batch_mean_accuracy
// grad_norm and grad_norm.layer.<n> are the trainer's (gradient_watch.h). Names are declared in
// core/api/metric.h.
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
  // Of each of its series.
  virtual std::vector<double> values() const = 0;
};

class OneNumber : public Metric {
 public:
  std::vector<double> values() const final { return {value()}; }

 private:
  virtual double value() const = 0;
};

enum class Pass { training, evaluating };

// Null for a name that has no definition over rows (grad_norm, the tables). Loss and objective must
// outlive it.
std::unique_ptr<Metric> make_metric(const std::string& name, Pass pass, const Loss& loss,
                                    const ObjectiveFunction& objective, size_t classes);

// The label of each of the rows, and how many rows have each label, [classes].
std::vector<size_t> labels_of(const Targets& targets, std::span<const uint32_t> rows,
                              size_t classes);
std::vector<size_t> count_by_class(const std::vector<size_t>& labels, size_t classes);

// loss, accuracy, and the ones asked for.
class MetricSet {
 public:
  MetricSet(const std::vector<std::string>& names, Pass pass, const Loss& loss,
            const ObjectiveFunction& objective, size_t classes);
  void add(const ScoredBatch& batch);
  std::vector<MetricValue> values(const std::string& split) const;

 private:
  std::vector<std::pair<std::string, std::unique_ptr<Metric>>> metrics_;
};

}  // namespace logitbench
