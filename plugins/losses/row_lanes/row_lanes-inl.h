// The loop over the rows of a batch, as many at once as a vector has lanes. Included once for each
// instruction set (Highway's foreach_target.h).
#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

#include <algorithm>

#include "lane_loss.h"
#include "lane_math-inl.h"
#include "rows-inl.h"
#include "transpose-inl.h"

#if defined(LOGITBENCH_ROW_LANES) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_ROW_LANES
#undef LOGITBENCH_ROW_LANES
#else
#define LOGITBENCH_ROW_LANES
#endif

HWY_BEFORE_NAMESPACE();
namespace logitbench::row_lanes::HWY_NAMESPACE {

// What the losses of rows are made of.
struct Terms {
  Vector first, second;
};

// Room for a vector's worth of rows, on the stack where that is not too much.
class Block {
 public:
  explicit Block(size_t columns) {
    if (columns > kStackColumns) heap_ = hwy::AllocateAligned<float>(columns * hn::Lanes(Floats()));
  }
  float* data() { return heap_ ? heap_.get() : stack_; }

 private:
  static constexpr size_t kStackColumns = 64;
  HWY_ALIGN float stack_[kStackColumns * hn::MaxLanes(Floats())];
  hwy::AlignedFreeUniquePtr<float[]> heap_;
};

// Some vectors' worth of rows. Their logarithms, which take long but do not wait for each other,
// are left to the end.
template <size_t kColumns, class Kernel>
struct Strip {
  // Leaves the arrays as they are: zeros would cost more than some batches.
  Strip(const Kernel& with, const LossBatch<float>& of, float* block)
      : kernel(with), batch(of), lanes(block) {}

  static constexpr size_t kVectors = 16;

  const Kernel& kernel;
  const LossBatch<float>& batch;
  float* lanes;
  HWY_ALIGN float terms[2][kVectors * hn::MaxLanes(Floats())];

  // As many rows as there are lanes; no gradients where that is null.
  HWY_INLINE void evaluate(const float* logits, const int32_t* classes, float* terms0,
                           float* terms1, float* gradients) {
    const Floats d;
    Rows<kColumns> rows;
    rows.target_column = hn::LoadU(hn::RebindToSigned<Floats>(), classes);
    rows.gradient_wanted = gradients != nullptr;
    if constexpr (kColumns == 0) {
      rows.columns = batch.logits.columns;
      rows.lanes = lanes;
    }
    load_rows(d, logits, rows);
    const Terms result = kernel(rows, classes);
    hn::Store(result.first, d, terms0);
    hn::Store(result.second, d, terms1);
    if (gradients != nullptr) store_rows(d, rows, gradients);
  }
};

// kColumns: how many there are, or 0 where the compiler need not know. At least as many rows as a
// vector has lanes.
template <size_t kColumns, class Kernel>
HWY_NOINLINE void for_vectors_of_rows(const LossBatch<float>& batch, const Kernel& kernel) {
  const Floats d;
  using Strip = Strip<kColumns, Kernel>;
  const size_t n = hn::Lanes(d), rows = batch.logits.rows, columns = batch.logits.columns;
  Block lanes(kColumns == 0 ? columns : 0);
  Strip strip(kernel, batch, lanes.data());
  const size_t blocks = (rows + n - 1) / n;
  // The last block overlaps the one before, which gives the same bits once more.
  const auto row_of = [&](size_t block) { return std::min(block * n, rows - n); };
  for (size_t first = 0; first < blocks; first += Strip::kVectors) {
    const size_t count = std::min(Strip::kVectors, blocks - first);
    for (size_t i = 0; i < count; ++i) {
      const size_t row = row_of(first + i);
      strip.evaluate(batch.logits.data + row * columns, batch.targets.classes.data() + row,
                     strip.terms[0] + i * n, strip.terms[1] + i * n,
                     batch.d_logits.empty() ? nullptr : batch.d_logits.data + row * columns);
    }
    for (size_t i = 0; i < count; ++i) {
      const size_t row = row_of(first + i);
      const Vector loss =
          kernel.loss(hn::Load(d, strip.terms[0] + i * n), hn::Load(d, strip.terms[1] + i * n),
                      batch.targets.classes.data() + row);
      hn::StoreU(loss, d, batch.row_loss.data() + row);
    }
  }
}

// The same for any number of rows: too few to fill the lanes, with rows of zeros behind them.
template <size_t kColumns, class Kernel>
void for_rows_of(const LossBatch<float>& batch, const Kernel& kernel) {
  const size_t n = hn::Lanes(Floats()), rows = batch.logits.rows, columns = batch.logits.columns;
  if (rows >= n) return for_vectors_of_rows<kColumns>(batch, kernel);
  Block block(columns);
  float losses[hn::MaxLanes(Floats())];
  int32_t classes[hn::MaxLanes(Floats())] = {};
  std::fill_n(block.data(), n * columns, 0.0f);
  std::copy_n(batch.logits.data, rows * columns, block.data());
  std::copy_n(batch.targets.classes.data(), rows, classes);
  LossBatch<float> filled = batch;
  filled.logits = {block.data(), n, columns};
  filled.targets.classes = {classes, n};
  filled.row_loss = {losses, n};
  if (!batch.d_logits.empty()) filled.d_logits = {block.data(), n, columns};
  for_vectors_of_rows<kColumns>(filled, kernel);
  std::copy_n(losses, rows, batch.row_loss.data());
  if (!batch.d_logits.empty()) std::copy_n(block.data(), rows * columns, batch.d_logits.data);
}

// Calls kernel(Rows&, classes) -> Terms for all rows of a batch with class indices, then
// kernel.loss(first, second, classes) for their losses. Fastest for ten columns and few.
template <class Kernel>
HWY_INLINE void for_rows_in_lanes(const LossBatch<float>& batch, const Kernel& kernel) {
  switch (batch.logits.columns) {
    case 1:
      return for_rows_of<1>(batch, kernel);
    case 2:
      return for_rows_of<2>(batch, kernel);
    case 3:
      return for_rows_of<3>(batch, kernel);
    case 10:
      return for_rows_of<10>(batch, kernel);
    default:
      return for_rows_of<0>(batch, kernel);
  }
}

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
