#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "log_softmax_nll/float_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/softmax-inl.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::log_softmax_nll::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

struct LogSoftmaxNll {
  float upstream;

  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t*) const {
    const Floats d;
    const Vector max = max_of(rows), target = target_of(rows);
    Vector sum = hn::Zero(d);
    rows.each(
        [&](size_t k) { sum = hn::Add(sum, exp_of_nonpositive(d, hn::Sub(rows.column(k), max))); });
    // The sum is at least 1, and less 1 it is not rounded.
    const Vector log_sum = log1p_of_nonnegative(d, hn::Sub(sum, hn::Set(d, 1.0f)));
    const Vector loss = hn::Neg(hn::Sub(hn::Sub(target, max), log_sum));
    if (!rows.gradient_wanted) return {loss, loss};
    const Vector d_target = hn::Set(d, -upstream);
    rows.each([&](size_t k) {
      const Vector log = hn::Sub(hn::Sub(rows.column(k), max), log_sum);
      const Vector d_log = hn::IfThenElseZero(rows.is_target(k), d_target);
      rows.set_column(k, hn::Sub(d_log, hn::Mul(exp_of_nonpositive(d, log), d_target)));
    });
    return {loss, loss};
  }

  Vector loss(Vector loss, Vector, const int32_t*) const { return loss; }
};

}  // namespace

void float_rows(const LossBatch<float>& batch) {
  for_rows_in_lanes(batch, LogSoftmaxNll{batch.upstream});
}

}  // namespace logitbench::log_softmax_nll::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(log_softmax_nll, float_rows, (const LossBatch<float>& batch), (batch))
#endif
