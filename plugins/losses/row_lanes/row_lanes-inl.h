// The loop over the rows of a batch, as many at once as a vector has lanes. Included once for each
// instruction set (Highway's foreach_target.h).
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

// One row a lane.
struct Rows {
  size_t columns;
  float* HWY_RESTRICT lanes;     // [columns][N]: the logits
  Vector target;                 // the logits of the targets
  const int32_t* target_column;  // [N]
  bool gradient_wanted;

  Vector column(size_t k) const { return hn::Load(Floats(), lanes + k * hn::Lanes(Floats())); }
  void set_column(size_t k, Vector v) const {
    hn::Store(v, Floats(), lanes + k * hn::Lanes(Floats()));
  }
};

// Losses of the rows, and what takes the place of the gradient in the targets' columns. The
// gradient for all other columns takes the place of the logits.
struct Evaluated {
  Vector loss;
  Vector d_target;
};

// Calls kernel(const Rows&) -> Evaluated for all rows of a batch with class indices and at most
// kMaxColumns columns.
template <class Kernel>
HWY_INLINE void for_rows_in_lanes(const LossBatch<float>& batch, const Kernel& kernel) {
  const Floats d;
  constexpr size_t kLanes = hn::MaxLanes(Floats());
  const size_t n = hn::Lanes(d), columns = batch.logits.columns;
  HWY_ALIGN float lanes[kMaxColumns * kLanes];
  HWY_ALIGN float copy[kMaxColumns * kLanes];  // of rows that are too few to fill the lanes
  HWY_ALIGN float target[kLanes];
  HWY_ALIGN int32_t target_column[kLanes];
  HWY_ALIGN float loss[kLanes];
  for (size_t first = 0; first < batch.logits.rows; first += n) {
    const size_t rows = std::min(n, batch.logits.rows - first);
    const bool full = rows == n;
    const float* logits = batch.logits.data + first * columns;
    const int32_t* classes = batch.targets.classes.data() + first;
    if (!full) {
      std::memset(copy, 0, n * columns * sizeof(float));
      std::memcpy(copy, logits, rows * columns * sizeof(float));
      std::memset(target_column, 0, sizeof target_column);
      std::memcpy(target_column, classes, rows * sizeof(int32_t));
      logits = copy;
      classes = target_column;
    }
    for (size_t r = 0; r < n; ++r)
      target[r] = logits[r * columns + static_cast<size_t>(classes[r])];
    rows_to_lanes(d, logits, columns, lanes);
    const Evaluated result =
        kernel(Rows{columns, lanes, hn::Load(d, target), classes, !batch.d_logits.empty()});

    if (full) {
      hn::StoreU(result.loss, d, batch.row_loss.data() + first);
    } else {
      hn::Store(result.loss, d, loss);
      std::memcpy(batch.row_loss.data() + first, loss, rows * sizeof(float));
    }
    if (batch.d_logits.empty()) continue;
    float* gradients = full ? batch.d_logits.data + first * columns : copy;
    lanes_to_rows(d, lanes, columns, gradients);
    hn::Store(result.d_target, d, target);
    for (size_t r = 0; r < n; ++r)
      gradients[r * columns + static_cast<size_t>(classes[r])] = target[r];
    if (!full)
      std::memcpy(batch.d_logits.data + first * columns, copy, rows * columns * sizeof(float));
  }
}

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
