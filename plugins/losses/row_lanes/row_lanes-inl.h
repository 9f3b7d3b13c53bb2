// The loop over the rows of a batch, as many at once as a vector has lanes. Included once for each
// instruction set (Highway's foreach_target.h).
#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

#include "lane_loss.h"
#include "lane_math-inl.h"
#include "transpose-inl.h"

#if defined(LOGITBENCH_ROW_LANES) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_ROW_LANES
#undef LOGITBENCH_ROW_LANES
#else
#define LOGITBENCH_ROW_LANES
#endif

HWY_BEFORE_NAMESPACE();
namespace logitbench::row_lanes::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using Vector = hn::Vec<Floats>;
using Columns = hn::Vec<hn::RebindToSigned<Floats>>;  // of targets
using Mask = hn::Mask<Floats>;

// One row a lane.
struct Rows {
  size_t columns;
  float* HWY_RESTRICT lanes;  // [columns][N]: the logits, then the gradient
  Columns target_column;
  bool gradient_wanted;

  Vector column(size_t k) const { return hn::Load(Floats(), lanes + k * hn::Lanes(Floats())); }
  void set_column(size_t k, Vector v) const {
    hn::Store(v, Floats(), lanes + k * hn::Lanes(Floats()));
  }
  Mask is_target(size_t k) const {
    const hn::RebindToSigned<Floats> d;
    return hn::RebindMask(Floats(), hn::Eq(target_column, hn::Set(d, static_cast<int32_t>(k))));
  }
};

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
  static constexpr size_t kLanes = hn::MaxLanes(Floats());

  const Kernel& kernel;
  const LossBatch<float>& batch;
  float* lanes;
  HWY_ALIGN float terms[2][kVectors * kLanes];

  // As many rows as there are lanes; no gradients where that is null.
  HWY_INLINE void evaluate(const float* logits, const int32_t* classes, float* terms0,
                           float* terms1, float* gradients) {
    const Floats d;
    const size_t columns = kColumns != 0 ? kColumns : batch.logits.columns;
    rows_to_lanes(d, logits, columns, lanes);
    const Columns target_column = hn::LoadU(hn::RebindToSigned<Floats>(), classes);
    const Terms result = kernel(Rows{columns, lanes, target_column, gradients != nullptr}, classes);
    hn::Store(result.first, d, terms0);
    hn::Store(result.second, d, terms1);
    if (gradients != nullptr) lanes_to_rows(d, lanes, columns, gradients);
  }
};

// kColumns: how many there are, or 0 where the compiler need not know.
template <size_t kColumns, class Kernel>
HWY_NOINLINE void for_rows_of(const LossBatch<float>& batch, const Kernel& kernel) {
  const Floats d;
  using Strip = Strip<kColumns, Kernel>;
  const size_t n = hn::Lanes(d), columns = batch.logits.columns;
  Block lanes(columns);
  Strip strip(kernel, batch, lanes.data());
  const auto gradients_of = [&](size_t row) {
    return batch.d_logits.empty() ? nullptr : batch.d_logits.data + row * columns;
  };
  const auto loss = [&](size_t at, const int32_t* classes) {
    return kernel.loss(hn::Load(d, strip.terms[0] + at), hn::Load(d, strip.terms[1] + at), classes);
  };
  const size_t rows = batch.logits.rows;
  if (rows >= n) {
    const size_t blocks = (rows + n - 1) / n;
    // The last block overlaps the one before, which gives the same bits once more.
    const auto row_of = [&](size_t block) { return std::min(block * n, rows - n); };
    for (size_t first = 0; first < blocks; first += Strip::kVectors) {
      const size_t count = std::min(Strip::kVectors, blocks - first);
      for (size_t i = 0; i < count; ++i) {
        const size_t row = row_of(first + i);
        strip.evaluate(batch.logits.data + row * columns, batch.targets.classes.data() + row,
                       strip.terms[0] + i * n, strip.terms[1] + i * n, gradients_of(row));
      }
      for (size_t i = 0; i < count; ++i) {
        const size_t row = row_of(first + i);
        hn::StoreU(loss(i * n, batch.targets.classes.data() + row), d, batch.row_loss.data() + row);
      }
    }
    return;
  }
  // Rows too few to fill the lanes, with rows of zeros behind them.
  Block block(columns);
  float* copy = block.data();
  std::fill(copy, copy + n * columns, 0.0f);
  HWY_ALIGN float losses[Strip::kLanes];
  int32_t classes[Strip::kLanes] = {};
  std::memcpy(copy, batch.logits.data, rows * columns * sizeof(float));
  std::memcpy(classes, batch.targets.classes.data(), rows * sizeof(int32_t));
  strip.evaluate(copy, classes, strip.terms[0], strip.terms[1],
                 batch.d_logits.empty() ? nullptr : copy);
  hn::Store(loss(0, classes), d, losses);
  std::memcpy(batch.row_loss.data(), losses, rows * sizeof(float));
  if (!batch.d_logits.empty())
    std::memcpy(batch.d_logits.data, copy, rows * columns * sizeof(float));
}

// Calls kernel(const Rows&, classes) -> Terms for all rows of a batch with class indices, then
// kernel.loss(first, second, classes) for their losses. Faster for some kFixed numbers of columns.
template <size_t... kFixed, class Kernel>
HWY_INLINE void for_rows_in_lanes(const LossBatch<float>& batch, const Kernel& kernel) {
  const bool fixed =
      ((batch.logits.columns == kFixed && (for_rows_of<kFixed>(batch, kernel), true)) || ...);
  if (!fixed) for_rows_of<0>(batch, kernel);
}

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
