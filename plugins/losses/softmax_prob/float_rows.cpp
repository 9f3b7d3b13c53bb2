#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softmax_prob/float_rows.cpp"
#include <hwy/foreach_target.h>

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
    const Floats d;
    const Vector max = max_of(rows), target = target_of(rows);
    const Vector rest = exponentials_and_rest(rows, max), total = hn::Add(hn::Set(d, 1.0f), rest);
    const Vector e_target = target_of(rows);
    const Vector p = hn::Div(e_target, total);
    if (!rows.gradient_wanted) return {p, p};
    const Vector scale = hn::Div(hn::Mul(hn::Set(d, upstream), p), total);
    // For the largest column 1 - p is rest / sum, which does not cancel.
    const Vector others = hn::IfThenElse(hn::Eq(target, max), rest, hn::Sub(total, e_target));
    for (size_t k = 0; k < rows.columns; ++k)
      rows.set_column(
          k, hn::Mul(hn::IfThenElse(rows.is_target(k), others, hn::Neg(rows.column(k))), scale));
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
namespace logitbench::softmax_prob {

HWY_EXPORT(float_rows);

void float_rows(const LossBatch<float>& batch) { HWY_DYNAMIC_DISPATCH(float_rows)(batch); }

}  // namespace logitbench::softmax_prob
#endif
