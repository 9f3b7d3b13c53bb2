#include "core/train/objective.h"

#include <algorithm>
#include <limits>

namespace logitbench {

namespace {

// In eight sums side by side, item i in sum i mod 8: the order is fixed, and no addition waits for
// the one before it.
template <class Real>
double sum_of(std::span<const Real> items) {
  constexpr size_t kSums = 8;
  double sums[kSums] = {};
  size_t i = 0;
  for (; i + kSums <= items.size(); i += kSums)
    for (size_t s = 0; s < kSums; ++s) sums[s] += static_cast<double>(items[i + s]);
  for (; i < items.size(); ++i) sums[i % kSums] += static_cast<double>(items[i]);
  double total = 0;
  for (double sum : sums) total += sum;
  return total;
}

}  // namespace

TargetsView BatchTargets::gather(std::span<const uint32_t> rows) {
  TargetsView view;
  if (!all_.classes.empty()) {
    classes_.resize(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) classes_[i] = all_.classes[rows[i]];
    view.classes = classes_;
    return view;
  }
  weights_.resize(rows.size() * class_count_);
  for (size_t i = 0; i < rows.size(); ++i)
    std::copy_n(all_.weights.data() + rows[i] * class_count_, class_count_,
                weights_.data() + i * class_count_);
  view.weights = {weights_.data(), rows.size(), class_count_};
  return view;
}

ObjectiveFunction::ObjectiveFunction(const Loss& loss, Reduction reduction, Objective objective)
    : loss_(loss),
      reduction_(reduction),
      direction_(objective == Objective::minimize ? 1.0 : -1.0) {}

double ObjectiveFunction::reduce(double sum, double weight) const {
  if (reduction_ == Reduction::sum) return sum;
  return weight != 0 ? sum / weight : std::numeric_limits<double>::quiet_NaN();
}

template <class Real>
BatchLoss ObjectiveFunction::evaluate_as(const MatrixView<Real>& logits, const TargetsView& targets,
                                         Want want, Parallel& parallel) {
  auto& [row_loss, d_logits] = std::get<Buffers<Real>>(buffers_);
  row_loss.resize(logits.rows);
  row_weights_.resize(logits.rows);

  BatchLoss result;
  loss_.weigh(targets, row_weights_);
  result.weight = sum_of<double>(row_weights_);

  LossBatch<Real> batch;
  batch.logits = logits;
  batch.targets = targets;
  batch.row_loss = row_loss;
  if (want == Want::gradient) {
    d_logits.resize(logits.rows * logits.columns);
    batch.d_logits = {d_logits.data(), logits.rows, logits.columns};
    batch.upstream = static_cast<Real>(reduce(direction_, result.weight));
  }
  loss_.evaluate(batch, parallel);

  result.sum = sum_of<Real>(row_loss);
  result.value = reduce(result.sum, result.weight);
  result.row_loss = std::span<Real>(row_loss);
  result.d_logits = batch.d_logits;
  return result;
}

BatchLoss ObjectiveFunction::evaluate(const RealMatrix& logits, const TargetsView& targets,
                                      Want want, Parallel& parallel) {
  return std::visit(
      [&](const auto& matrix) { return evaluate_as(matrix, targets, want, parallel); }, logits);
}

}  // namespace logitbench
