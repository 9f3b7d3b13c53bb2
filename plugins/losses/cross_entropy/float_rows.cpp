// Of few columns as many rows at once as a vector has lanes; of many columns row by row, as many
// columns at once. Either way a row's memory is read and written once.
#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cross_entropy/float_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/softmax-inl.h>

#include <cmath>

HWY_BEFORE_NAMESPACE();
namespace logitbench::cross_entropy::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

// With more columns a vector's worth of rows would not fit into the first-level cache.
constexpr size_t kLaneColumns = 64;

struct OneClass {
  float upstream;
  const float* class_weights;

  // Terms: rest, and how far the target is below the largest.
  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t* classes) const {
    const Apart apart = exponentials_apart(rows);
    const Terms terms{apart.rest(), hn::Sub(apart.max, apart.target)};
    if (!rows.gradient_wanted) return terms;

    Vector scale = hn::Set(Floats(), upstream);
    if (class_weights != nullptr) scale = hn::Mul(scale, weights(classes));
    scale = hn::Div(scale, apart.sum());
    // p - 1 of the target is -others / sum, which does not cancel.
    const Vector d_target = hn::Neg(hn::Mul(apart.e_others, scale));
    rows.each([&](size_t k) {
      const Vector d_other = hn::Mul(rows.column(k), scale);
      rows.set_column(k, hn::IfThenElse(rows.is_other(k), d_other, d_target));
    });
    return terms;
  }

  Vector loss(Vector rest, Vector below_top, const int32_t* classes) const {
    const Floats d;
    const Vector log_sum = log1p_of_nonnegative(d, rest);
    if (class_weights == nullptr) return hn::Add(log_sum, below_top);
    const Vector weight = weights(classes);
    // A weight of 0 times an infinite term is 0.
    below_top = hn::IfThenZeroElse(hn::Eq(weight, hn::Zero(d)), below_top);
    return hn::Mul(weight, hn::Add(log_sum, below_top));
  }

  Vector weights(const int32_t* classes) const {
    const Floats d;
    HWY_ALIGN float weight[hn::MaxLanes(Floats())];
    for (size_t r = 0; r < hn::Lanes(d); ++r) weight[r] = class_weights[classes[r]];
    return hn::Load(d, weight);
  }
};

// x [columns], more than a vector's lanes. The last vector overlaps the one before.
float max_of(const float* x, size_t columns) {
  const Floats d;
  const size_t n = hn::Lanes(d);
  Vector max0 = hn::LoadU(d, x + columns - n), max1 = max0;
  size_t k = 0;
  for (; k + 2 * n <= columns; k += 2 * n) {
    max0 = hn::Max(max0, hn::LoadU(d, x + k));
    max1 = hn::Max(max1, hn::LoadU(d, x + k + n));
  }
  if (k + n <= columns) max0 = hn::Max(max0, hn::LoadU(d, x + k));
  return hn::GetLane(hn::MaxOfLanes(d, hn::Max(max0, max1)));
}

// Σ exp(x - max) less 1. Writes the exponentials to e, unless that is null.
float rest_of(const float* x, float max, size_t columns, float* e) {
  const Floats d;
  const size_t n = hn::Lanes(d);
  const Vector m = hn::Set(d, max), none = hn::Zero(d);
  RestOfSum sum0(m), sum1(none);
  const auto add = [&](RestOfSum& sum, size_t k) {
    const Vector v = sum.add(hn::LoadU(d, x + k), m);
    if (e != nullptr) hn::StoreU(v, d, e + k);
  };
  size_t k = 0;
  for (; k + 2 * n <= columns; k += 2 * n) {
    add(sum0, k);
    add(sum1, k + n);
  }
  for (; k + n <= columns; k += n) add(sum0, k);
  if (k < columns) {
    // What the vector before has counted already is left out.
    const size_t last = columns - n;
    const Mask counted = hn::FirstN(d, k - last);
    RestOfSum tail(none);
    add(tail, last);
    sum1.below = hn::Add(sum1.below, hn::IfThenZeroElse(counted, tail.below));
    sum1.tops = hn::Add(sum1.tops, hn::IfThenZeroElse(counted, tail.tops));
  }
  const float tops = hn::GetLane(hn::SumOfLanes(d, hn::Add(sum0.tops, sum1.tops)));
  return hn::GetLane(hn::SumOfLanes(d, hn::Add(sum0.below, sum1.below))) + (tops - 1);
}

void multiply(float* values, size_t columns, float factor) {
  const Floats d;
  const size_t n = hn::Lanes(d);
  const Vector f = hn::Set(d, factor);
  // Read before the one that it overlaps is written.
  const Vector last = hn::LoadU(d, values + columns - n);
  for (size_t k = 0; k + n <= columns; k += n)
    hn::StoreU(hn::Mul(hn::LoadU(d, values + k), f), d, values + k);
  hn::StoreU(hn::Mul(last, f), d, values + columns - n);
}

void wide_row(const LossBatch<float>& batch, size_t r, const float* class_weights) {
  const size_t columns = batch.logits.columns;
  const auto t = static_cast<size_t>(batch.targets.classes[r]);
  const float* x = batch.logits.row(r).data();
  float* d_logits = batch.d_logits.empty() ? nullptr : batch.d_logits.row(r).data();
  const float max = max_of(x, columns);
  const float rest = rest_of(x, max, columns, d_logits);
  const double weight = class_weights == nullptr ? 1 : class_weights[t];
  const double below_top = weight == 0 ? 0 : double{max} - double{x[t]};
  batch.row_loss[r] = static_cast<float>(weight * (std::log1p(double{rest}) + below_top));
  if (d_logits == nullptr) return;
  const double total = 1.0 + rest;
  const double scale = weight * batch.upstream / total;
  // For the largest column p - 1 is -rest / sum, which does not cancel.
  const double less_one = x[t] == max ? -double{rest} : d_logits[t] - total;
  multiply(d_logits, columns, static_cast<float>(scale));
  d_logits[t] = static_cast<float>(less_one * scale);
}

}  // namespace

void float_rows(const LossBatch<float>& batch, const float* class_weights) {
  if (batch.logits.columns <= kLaneColumns)
    for_rows_in_lanes(batch, OneClass{batch.upstream, class_weights});
  else
    for (size_t r = 0; r < batch.logits.rows; ++r) wide_row(batch, r, class_weights);
}

}  // namespace logitbench::cross_entropy::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(cross_entropy, float_rows,
                         (const LossBatch<float>& batch, const float* class_weights),
                         (batch, class_weights))
#endif
