#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softmax_log_nll/float_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/softmax-inl.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::softmax_log_nll::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

struct SoftmaxLogNll {
  float upstream;

  // Terms: softmax of the target.
  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t*) const {
    const Floats d;
    const Vector zero = hn::Zero(d);
    const Vector sum = exponentials(rows, max_of(rows));
    // Of a column that is not the target's: 0 / s.
    const auto zero_over = [&](Vector s) {
      return hn::IfThenElse(hn::Gt(s, zero), zero, hn::NaN(d));
    };
    Vector inner = zero;  // Σ ds s but for the target's: all 0, or NaN
    rows.each([&](size_t k) {
      const Vector s = hn::Div(rows.column(k), sum);
      inner = hn::Add(inner, zero_over(s));
      rows.set_column(k, s);
    });
    const Vector s_target = target_of(rows);
    if (!rows.gradient_wanted) return {s_target, s_target};
    const Vector d_target = hn::Div(hn::Set(d, -upstream), s_target);
    inner = hn::Add(inner, hn::Mul(d_target, s_target));
    rows.each([&](size_t k) {
      const Vector s = rows.column(k);
      const Vector d_softmax = hn::IfThenElse(rows.is_target(k), d_target, zero_over(s));
      rows.set_column(k, hn::Mul(hn::Sub(d_softmax, inner), s));
    });
    return {s_target, s_target};
  }

  Vector loss(Vector s_target, Vector, const int32_t*) const {
    return hn::Neg(log_of_nonnegative(Floats(), s_target));
  }
};

}  // namespace

void float_rows(const LossBatch<float>& batch) {
  for_rows_in_lanes(batch, SoftmaxLogNll{batch.upstream});
}

}  // namespace logitbench::softmax_log_nll::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(softmax_log_nll, float_rows, (const LossBatch<float>& batch), (batch))
#endif
