#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "clipped_softmax_nll/float_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/softmax-inl.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::clipped_softmax_nll::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

struct ClippedSoftmaxNll {
  float upstream;

  // Terms: softmax of the target, clipped.
  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t*) const {
    const Floats d;
    const Vector low = hn::Set(d, static_cast<float>(kClip));
    const Vector high = hn::Set(d, static_cast<float>(1 - kClip));
    const Vector sum = exponentials(rows, max_of(rows));
    const Vector target = hn::Div(target_of(rows), sum);
    const Mask below = hn::Lt(target, low), above = hn::Gt(target, high);
    const Vector clipped = hn::IfThenElse(below, low, hn::IfThenElse(above, high, target));
    if (!rows.gradient_wanted) return {clipped, clipped};
    const Vector d_target =
        hn::IfThenZeroElse(hn::Or(below, above), hn::Div(hn::Set(d, -upstream), clipped));
    const Vector inner = hn::Mul(d_target, target);
    rows.each([&](size_t k) {
      const Vector d_softmax = hn::IfThenElseZero(rows.is_target(k), d_target);
      rows.set_column(k, hn::Mul(hn::Sub(d_softmax, inner), hn::Div(rows.column(k), sum)));
    });
    return {clipped, clipped};
  }

  Vector loss(Vector clipped, Vector, const int32_t*) const {
    return hn::Neg(log_of_nonnegative(Floats(), clipped));
  }
};

}  // namespace

void float_rows(const LossBatch<float>& batch) {
  for_rows_in_lanes(batch, ClippedSoftmaxNll{batch.upstream});
}

}  // namespace logitbench::clipped_softmax_nll::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(clipped_softmax_nll, float_rows, (const LossBatch<float>& batch), (batch))
#endif
