// The scalar that a run optimizes: the loss of a batch, reduced (mean, sum) and directed (minimize,
// maximize), and its derivative by the logits.
//
//   mean: Σ row_loss / Σ weight     sum: Σ row_loss      row losses carry their weights
//
// The mean of rows that weigh nothing together is NaN, as in PyTorch, and so is its derivative but
// for rows that the loss leaves out.
//
// The value reported is the loss itself, whatever the direction. Sums run over rows in a fixed
// order, in double. Holds the buffers of one run: not thread safe.
#pragma once

#include <tuple>
#include <vector>

#include <logitbench/loss.h>
#include <logitbench/network.h>

#include "core/config/experiment.h"

namespace logitbench {

// The targets of one batch, gathered from a split.
class BatchTargets {
 public:
  BatchTargets(const Targets& all, size_t class_count) : all_(all), class_count_(class_count) {}
  // Valid until the next call.
  TargetsView gather(std::span<const uint32_t> rows);

 private:
  const Targets& all_;
  size_t class_count_;
  std::vector<int32_t> classes_;
  std::vector<double> weights_;
};

struct BatchLoss {
  double sum = 0;     // Σ row_loss
  double weight = 0;  // Σ row weight
  double value = 0;   // reduced
  RealSpan row_loss;
  RealMatrix d_logits;  // meaningful where a gradient was asked for
};

class ObjectiveFunction {
 public:
  ObjectiveFunction(const Loss& loss, Reduction reduction, Objective objective);

  enum class Want { value, gradient };
  // What it returns points into its buffers, valid until the next call.
  BatchLoss evaluate(const RealMatrix& logits, const TargetsView& targets, Want want,
                     Parallel& parallel);

  double reduce(double sum, double weight) const;

 private:
  template <class Real>
  BatchLoss evaluate_as(const MatrixView<Real>& logits, const TargetsView& targets, Want want,
                        Parallel& parallel);

  template <class Real>
  struct Buffers {
    std::vector<Real> row_loss, d_logits;
  };

  const Loss& loss_;
  Reduction reduction_;
  double direction_;
  std::vector<double> row_weights_;
  std::tuple<Buffers<float>, Buffers<double>> buffers_;
};

}  // namespace logitbench
