// A loss whose rows do not depend on each other, with a kernel that takes many float rows at once.
// Derived has what RowLoss (loss.h) wants, for double and for what the kernel cannot do, and
//   bool in_lanes(const LossBatch<float>&) const;         // whether the kernel can do the batch
//   void lanes(const LossBatch<float>& rows) const;       // the kernel, on one thread
#pragma once

#include <logitbench/loss.h>

#include <algorithm>

namespace logitbench::row_lanes {

// Rows with more columns do not fit a vector's worth of them into the first-level cache.
inline constexpr size_t kMaxColumns = 64;

// Some rows of a batch.
inline LossBatch<float> rows_of(const LossBatch<float>& batch, size_t first, size_t last) {
  const size_t columns = batch.logits.columns, rows = last - first;
  LossBatch<float> part = batch;
  part.logits = {batch.logits.data + first * columns, rows, columns};
  if (!batch.targets.classes.empty())
    part.targets.classes = batch.targets.classes.subspan(first, rows);
  if (!batch.targets.weights.empty())
    part.targets.weights = {batch.targets.weights.data + first * columns, rows, columns};
  part.row_loss = batch.row_loss.subspan(first, rows);
  if (!batch.d_logits.empty())
    part.d_logits = {batch.d_logits.data + first * columns, rows, columns};
  return part;
}

template <class Derived>
class LaneLoss : public RowLoss<Derived> {
 public:
  using RowLoss<Derived>::evaluate;
  void evaluate(const LossBatch<float>& batch, Parallel& parallel) const override {
    const Derived& derived = *static_cast<const Derived*>(this);
    if (!derived.in_lanes(batch)) return RowLoss<Derived>::evaluate(batch, parallel);
    // Some 3 µs; below it a thread costs more than it brings.
    constexpr size_t kLaneGrainElements = 8192;
    parallel.over(batch.logits.rows, kLaneGrainElements / (batch.logits.columns + 1) + 1,
                  [&](size_t first, size_t last) { derived.lanes(rows_of(batch, first, last)); });
  }
};

}  // namespace logitbench::row_lanes
