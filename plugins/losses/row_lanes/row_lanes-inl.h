// The loop over the rows of a batch, as many at once as a vector has lanes. Included once for each
// instruction set (Highway's foreach_target.h).
#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

#include <algorithm>

#include "lane_loss.h"
#include "lane_math-inl.h"
#include "transpose-inl.h"
#include "unrolled-inl.h"

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

// Some rows of a batch, one a lane: a vector for each column holds its logits, then the gradient.
struct RowsBase {
  Columns target_column;
  bool gradient_wanted;

  Mask is_target(size_t k) const { return hn::RebindMask(Floats(), hn::Eq(target_column, at(k))); }
  Mask is_other(size_t k) const { return hn::RebindMask(Floats(), hn::Ne(target_column, at(k))); }

 private:
  static Columns at(size_t k) {
    return hn::Set(hn::RebindToSigned<Floats>(), static_cast<int32_t>(k));
  }
};

// Sums of many columns are added up in parts of so many: fewer roundings in a row.
constexpr size_t kPart = 16;

// kColumns that the compiler knows: in registers, while there are enough.
template <size_t kColumns>
struct Rows : RowsBase {
  static_assert(kColumns <= kPart);
  static constexpr size_t kFixed = kColumns, columns = kColumns;
  Vector values[kColumns];

  Vector column(size_t k) const { return values[k]; }
  void set_column(size_t k, Vector v) { values[k] = v; }
  // body(k) for each column.
  template <class Body>
  HWY_INLINE void each(const Body& body) const {
    unrolled<kColumns>(body);
  }
  // The same; after each part and at the end end_part().
  template <class Body, class EndPart>
  HWY_INLINE void each_in_parts(const Body& body, const EndPart& end_part) const {
    each(body);
    end_part();
  }
  // body(k) for the first of each four columns; the last four overlap those before.
  template <class Body>
  HWY_INLINE void each_four(const Body& body) const {
    unrolled<(kColumns + 3) / 4>([&](auto i) { body(std::min(4 * i(), kColumns - 4)); });
  }
};

// Four columns or more, in memory.
template <>
struct Rows<0> : RowsBase {
  static constexpr size_t kFixed = 0;
  size_t columns;
  float* HWY_RESTRICT lanes;  // [columns][N]

  Vector column(size_t k) const { return hn::Load(Floats(), lanes + k * hn::Lanes(Floats())); }
  void set_column(size_t k, Vector v) { hn::Store(v, Floats(), lanes + k * hn::Lanes(Floats())); }
  template <class Body>
  HWY_INLINE void each(const Body& body) const {
    for (size_t k = 0; k < columns; ++k) body(k);
  }
  template <class Body, class EndPart>
  HWY_INLINE void each_in_parts(const Body& body, const EndPart& end_part) const {
    for (size_t first = 0; first < columns; first += kPart) {
      for (size_t k = first; k < std::min(first + kPart, columns); ++k) body(k);
      end_part();
    }
  }
  template <class Body>
  HWY_INLINE void each_four(const Body& body) const {
    size_t k = 0;
    for (; k + 4 <= columns; k += 4) body(k);
    if (k < columns) body(columns - 4);
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
