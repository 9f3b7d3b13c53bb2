#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "cross_entropy/smoothed_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/softmax-inl.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::cross_entropy::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

struct Smoothed {
  float upstream;
  const float* class_weights;
  float smoothing;

  // Terms: Σ q · log Σ exp(x - max) and Σ q (max - x), q as in cross_entropy.cpp.
  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t* classes) const {
    const Floats d;
    const Vector zero = hn::Zero(d), one = hn::Set(d, 1.0f);
    const float spread = smoothing / static_cast<float>(rows.columns);
    const Vector of_target = target_share(classes);
    const auto q_of = [&](size_t k) {
      const float base = class_weights == nullptr ? spread : spread * class_weights[k];
      const Vector q = hn::Set(d, base);
      return hn::IfThenElse(rows.is_target(k), hn::Add(q, of_target), q);
    };

    const Vector max = max_of(rows);
    // Σ q of the largest columns and of the others, apart: the others' may be tiny.
    Vector q_top = zero, q_others = zero, below_top = zero;
    Vector others = zero, below = zero;
    rows.each_in_parts(
        [&](size_t k) {
          const Vector x = rows.column(k), q = q_of(k);
          const Mask top = hn::Eq(x, max);
          q_top = hn::Add(q_top, hn::IfThenElseZero(top, q));
          others = hn::Add(others, hn::IfThenZeroElse(top, q));
          // A share of 0 times an infinite term is 0.
          const Vector term = hn::Mul(q, hn::Sub(max, x));
          below = hn::Add(below, hn::IfThenZeroElse(hn::Eq(q, zero), term));
        },
        [&] {
          q_others = hn::Add(q_others, others);
          below_top = hn::Add(below_top, below);
          others = below = zero;
        });
    const Vector rest = exponentials_and_rest(rows, max), q_sum = hn::Add(q_top, q_others);
    const Vector log_sum = hn::Mul(q_sum, log1p_of_nonnegative(d, rest));
    if (!rows.gradient_wanted) return {log_sum, below_top};

    const Vector total = hn::Add(one, rest);
    const Vector scale = hn::Div(hn::Set(d, upstream), total);
    rows.each([&](size_t k) {
      const Vector e = rows.column(k), q = q_of(k);
      // e Σ q - q (1 + rest). Where e is 1 the two would cancel: there Σ q - q first, of which the
      // largest columns' part is 0 where there is one alone.
      const Vector at_top = hn::Sub(hn::Add(q_others, hn::Sub(q_top, q)), hn::Mul(q, rest));
      const Vector elsewhere = hn::Sub(hn::Mul(q_sum, e), hn::Mul(q, total));
      rows.set_column(k, hn::Mul(hn::IfThenElse(hn::Eq(e, one), at_top, elsewhere), scale));
    });
    return {log_sum, below_top};
  }

  Vector loss(Vector log_sum, Vector below_top, const int32_t*) const {
    return hn::Add(log_sum, below_top);
  }

  // What the targets' columns have more than the others.
  Vector target_share(const int32_t* classes) const {
    const Floats d;
    const float share = 1 - smoothing;
    if (class_weights == nullptr) return hn::Set(d, share);
    HWY_ALIGN float weighted[hn::MaxLanes(Floats())];
    for (size_t r = 0; r < hn::Lanes(d); ++r) weighted[r] = share * class_weights[classes[r]];
    return hn::Load(d, weighted);
  }
};

}  // namespace

void smoothed_rows(const LossBatch<float>& batch, const float* class_weights, float smoothing) {
  for_rows_in_lanes(batch, Smoothed{batch.upstream, class_weights, smoothing});
}

}  // namespace logitbench::cross_entropy::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(cross_entropy, smoothed_rows,
                         (const LossBatch<float>& batch, const float* class_weights,
                          float smoothing),
                         (batch, class_weights, smoothing))
#endif
