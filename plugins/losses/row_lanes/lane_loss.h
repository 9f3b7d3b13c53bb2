// Losses whose rows do not depend on each other and that have a kernel for many float rows at once,
//   void kernel(const LossBatch<float>& rows);   // on the calling thread
#pragma once

#include <logitbench/loss.h>

namespace logitbench::row_lanes {

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

// Calls the kernel for all rows of a batch, on as many threads as are worth while.
template <class Kernel>
void over_rows(const LossBatch<float>& batch, Parallel& parallel, const Kernel& kernel) {
  constexpr size_t kGrainElements = 8192;  // some 3 µs; below it a thread costs more than it brings
  parallel.over(batch.logits.rows, kGrainElements / (batch.logits.columns + 1) + 1,
                [&](size_t first, size_t last) { kernel(rows_of(batch, first, last)); });
}

// Derived has what RowLoss (loss.h) wants, for double and for target weights, and
//   void lanes(const LossBatch<float>& rows) const;  // the kernel, for class indices
template <class Derived>
class LaneLoss : public RowLoss<Derived> {
 public:
  using RowLoss<Derived>::evaluate;
  void evaluate(const LossBatch<float>& batch, Parallel& parallel) const override {
    const Derived& derived = *static_cast<const Derived*>(this);
    if (derived.in_lanes(batch))
      over_rows(batch, parallel, [&](const LossBatch<float>& rows) { derived.lanes(rows); });
    else
      RowLoss<Derived>::evaluate(batch, parallel);
  }
  // Whether the kernel can do the batch; Derived may have one of its own.
  bool in_lanes(const LossBatch<float>& batch) const { return !batch.targets.classes.empty(); }
};

}  // namespace logitbench::row_lanes
