// What losses of the softmax do first, of rows in lanes. Included once for each instruction set
// (Highway's foreach_target.h).
#include <hwy/highway.h>

#include "row_lanes-inl.h"

#if defined(LOGITBENCH_LANE_SOFTMAX) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_LANE_SOFTMAX
#undef LOGITBENCH_LANE_SOFTMAX
#else
#define LOGITBENCH_LANE_SOFTMAX
#endif

HWY_BEFORE_NAMESPACE();
namespace logitbench::row_lanes::HWY_NAMESPACE {

HWY_INLINE Vector max_of(const Rows& rows) {
  Vector max = rows.column(0);
  for (size_t k = 1; k < rows.columns; ++k) max = hn::Max(max, rows.column(k));
  return max;
}

// What stands in the targets' columns.
HWY_INLINE Vector target_of(const Rows& rows) {
  Vector target = rows.column(0);
  for (size_t k = 1; k < rows.columns; ++k)
    target = hn::IfThenElse(rows.is_target(k), rows.column(k), target);
  return target;
}

// Puts exp(x - max) in the place of each logit and returns their sum, added up in the order of the
// columns.
HWY_INLINE Vector exponentials(const Rows& rows, Vector max) {
  const Floats d;
  Vector sum = hn::Zero(d);
  for (size_t k = 0; k < rows.columns; ++k) {
    const Vector e = exp_of_nonpositive(d, hn::Sub(rows.column(k), max));
    sum = hn::Add(sum, e);
    rows.set_column(k, e);
  }
  return sum;
}

// Σ exp(x - max) as 1 + rest (numerics.h): the largest term is 1 and is left out; where several
// columns are as large, each one more brings 1.
struct RestOfSum {
  Vector below;  // of the columns below the largest
  Vector tops;   // how many are as large

  explicit RestOfSum(Vector max)
      // 0, or NaN where the largest is not finite.
      : below(hn::Sub(max, max)), tops(hn::Zero(Floats())) {}
  // Returns exp(x - max).
  HWY_INLINE Vector add(Vector x, Vector max) {
    const Floats d;
    const Vector e = exp_of_nonpositive(d, hn::Sub(x, max));
    const Mask top = hn::Eq(x, max);
    below = hn::Add(below, hn::IfThenZeroElse(top, e));
    tops = hn::Add(tops, hn::IfThenElseZero(top, hn::Set(d, 1.0f)));
    return e;
  }
  Vector rest() const { return hn::Add(below, hn::Sub(tops, hn::Set(Floats(), 1.0f))); }
};

// Sums of many columns are added up in parts of so many: fewer roundings in a row.
constexpr size_t kPart = 16;

// Puts exp(x - max) in the place of each logit and returns their sum less one.
HWY_INLINE Vector exponentials_and_rest(const Rows& rows, Vector max) {
  RestOfSum sum(max);
  for (size_t first = 0; first < rows.columns; first += kPart) {
    RestOfSum part(hn::Zero(Floats()));
    for (size_t k = first; k < std::min(first + kPart, rows.columns); ++k)
      rows.set_column(k, part.add(rows.column(k), max));
    sum.below = hn::Add(sum.below, part.below);
    sum.tops = hn::Add(sum.tops, part.tops);
  }
  return sum.rest();
}

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
