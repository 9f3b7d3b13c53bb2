#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mnist_loss/float_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/row_lanes-inl.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::mnist_loss::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

struct MnistLoss {
  float upstream;

  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t*) const {
    const Floats d;
    const Vector one = hn::Set(d, 1.0f), zero = hn::Zero(d);
    const Vector sign = hn::IfThenElse(rows.is_target(1), hn::Neg(one), one);
    const Vector x = rows.column(0), e = exp_of_nonpositive(d, hn::Neg(hn::Abs(x)));
    const Vector likely = hn::Div(one, hn::Add(one, e)), unlikely = hn::Div(e, hn::Add(one, e));
    const Vector probability = hn::IfThenElse(hn::Ge(hn::Mul(sign, x), zero), likely, unlikely);
    rows.set_column(0, hn::Mul(hn::Mul(hn::Mul(sign, hn::Set(d, upstream)), likely), unlikely));
    return {probability, probability};
  }

  Vector loss(Vector probability, Vector, const int32_t*) const { return probability; }
};

}  // namespace

void float_rows(const LossBatch<float>& batch) {
  for_rows_in_lanes(batch, MnistLoss{batch.upstream});
}

}  // namespace logitbench::mnist_loss::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(mnist_loss, float_rows, (const LossBatch<float>& batch), (batch))
#endif
