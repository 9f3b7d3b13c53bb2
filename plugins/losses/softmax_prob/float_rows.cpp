#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softmax_prob/float_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/softmax-inl.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::softmax_prob::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

struct SoftmaxProb {
  float upstream;

  // Terms: the probability of the target.
  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t*) const {
    const Apart apart = exponentials_apart(rows);
    const Vector sum = apart.sum(), p = hn::Div(apart.e_target, sum);
    if (!rows.gradient_wanted) return {p, p};
    const Vector scale = hn::Div(hn::Mul(hn::Set(Floats(), upstream), p), sum);
    // 1 - p of the target is others / sum, which does not cancel.
    const Vector d_target = hn::Mul(apart.e_others, scale), minus = hn::Neg(scale);
    rows.each([&](size_t k) {
      const Vector d_other = hn::Mul(rows.column(k), minus);
      rows.set_column(k, hn::IfThenElse(rows.is_other(k), d_other, d_target));
    });
    return {p, p};
  }

  Vector loss(Vector p, Vector, const int32_t*) const { return p; }
};

}  // namespace

void float_rows(const LossBatch<float>& batch) {
  for_rows_in_lanes(batch, SoftmaxProb{batch.upstream});
}

}  // namespace logitbench::softmax_prob::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(softmax_prob, float_rows, (const LossBatch<float>& batch), (batch))
#endif
