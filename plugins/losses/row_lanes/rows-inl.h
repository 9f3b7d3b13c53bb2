// Rows of a batch, one in each lane, with a vector for each column. Included once for each
// instruction set (Highway's foreach_target.h).
#include <hwy/highway.h>

#include <algorithm>

#include "unrolled-inl.h"

#if defined(LOGITBENCH_LANE_ROWS) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_LANE_ROWS
#undef LOGITBENCH_LANE_ROWS
#else
#define LOGITBENCH_LANE_ROWS
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

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
