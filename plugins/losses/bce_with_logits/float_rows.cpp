#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bce_with_logits/float_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/row_lanes-inl.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::bce_with_logits::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

struct BceWithLogits {
  float upstream;

  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t*) const {
    const Floats d;
    const Vector one = hn::Set(d, 1.0f), zero = hn::Zero(d);
    const Vector sign = hn::IfThenElse(rows.is_target(1), hn::Neg(one), one);
    const Vector x = hn::Mul(sign, rows.column(0));
    const Vector e = exp_of_nonpositive(d, hn::Neg(hn::Abs(x)));
    const Vector loss = hn::Add(hn::IfThenElseZero(hn::Gt(x, zero), x), log1p_of_nonnegative(d, e));
    const Vector sigmoid = hn::Div(hn::IfThenElse(hn::Ge(x, zero), one, e), hn::Add(one, e));
    rows.set_column(0, hn::Mul(hn::Mul(sign, hn::Set(d, upstream)), sigmoid));
    return {loss, loss};
  }

  Vector loss(Vector loss, Vector, const int32_t*) const { return loss; }
};

}  // namespace

void float_rows(const LossBatch<float>& batch) {
  for_rows_in_lanes(batch, BceWithLogits{batch.upstream});
}

}  // namespace logitbench::bce_with_logits::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(bce_with_logits, float_rows, (const LossBatch<float>& batch), (batch))
#endif
