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

template <class Rows>
HWY_INLINE Vector max_of(const Rows& rows) {
  // Two, which do not wait for each other.
  Vector max[2] = {rows.column(0), rows.column(0)};
  rows.each([&](size_t k) { max[k % 2] = hn::Max(max[k % 2], rows.column(k)); });
  return hn::Max(max[0], max[1]);
}

// What stands in the targets' columns.
template <class Rows>
HWY_INLINE Vector target_of(const Rows& rows) {
  Vector target = rows.column(0);
  rows.each([&](size_t k) { target = hn::IfThenElse(rows.is_other(k), target, rows.column(k)); });
  return target;
}

// Puts exp(x - max) in the place of each logit and returns their sum, added up in the order of the
// columns.
template <class Rows>
HWY_INLINE Vector exponentials(Rows& rows, Vector max) {
  const Floats d;
  Vector sum = hn::Zero(d);
  rows.each([&](size_t k) {
    const Vector e = exp_of_nonpositive(d, hn::Sub(rows.column(k), max));
    sum = hn::Add(sum, e);
    rows.set_column(k, e);
  });
  return sum;
}

// Of rows, apart: the targets' columns and Σ exp(x - max) of the others.
struct Apart {
  Vector max, target;         // logits
  Vector e_target, e_others;  // exp(x - max)

  Vector sum() const { return hn::Add(e_others, e_target); }
  // The sum less the largest term, which is 1 (numerics.h). Where the target is the largest that is
  // the others' sum, which keeps the digits of a confident row; where it is not, its distance to
  // the largest is of another size than what is lost here.
  Vector rest() const {
    return hn::IfThenElse(hn::Eq(target, max), e_others, hn::Sub(sum(), hn::Set(Floats(), 1.0f)));
  }
};

// Puts exp(x - max) in the place of each logit.
template <class Rows>
HWY_INLINE Apart exponentials_apart(Rows& rows) {
  const Floats d;
  Apart apart{max_of(rows), rows.column(0), hn::Zero(d), hn::Zero(d)};
  // 0, or NaN where the largest is not finite.
  apart.e_others = hn::Sub(apart.max, apart.max);
  Vector part = hn::Zero(d);
  rows.each_in_parts(
      [&](size_t k) {
        const Vector x = rows.column(k), e = exp_of_nonpositive(d, hn::Sub(x, apart.max));
        const Mask other = rows.is_other(k);
        apart.target = hn::IfThenElse(other, apart.target, x);
        apart.e_target = hn::IfThenElse(other, apart.e_target, e);
        part = hn::IfThenElse(other, hn::Add(part, e), part);
        rows.set_column(k, e);
      },
      [&] {
        apart.e_others = hn::Add(apart.e_others, part);
        part = hn::Zero(d);
      });
  return apart;
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

// Puts exp(x - max) in the place of each logit and returns their sum less one.
template <class Rows>
HWY_INLINE Vector exponentials_and_rest(Rows& rows, Vector max) {
  RestOfSum sum(max), part(hn::Zero(Floats()));
  rows.each_in_parts([&](size_t k) { rows.set_column(k, part.add(rows.column(k), max)); },
                     [&] {
                       sum.below = hn::Add(sum.below, part.below);
                       sum.tops = hn::Add(sum.tops, part.tops);
                       part = RestOfSum(hn::Zero(Floats()));
                     });
  return sum.rest();
}

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
