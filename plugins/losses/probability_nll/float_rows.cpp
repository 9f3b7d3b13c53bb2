#include "float_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "probability_nll/float_rows.cpp"
#include <hwy/foreach_target.h>

#include <row_lanes/dispatch.h>
#include <row_lanes/softmax-inl.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::probability_nll::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using namespace row_lanes::HWY_NAMESPACE;

namespace {

struct Target {
  Vector used, gradient;  // the share, clipped; d loss / d share · upstream
};

struct Clipped {
  float upstream, low, high;

  HWY_INLINE Target operator()(Vector share) const {
    const Floats d;
    const Vector least = hn::Set(d, low), most = hn::Set(d, high);
    const Mask below = hn::Lt(share, least), above = hn::Gt(share, most);
    const Vector used = hn::IfThenElse(below, least, hn::IfThenElse(above, most, share));
    const Vector gradient = hn::Div(hn::Set(d, -upstream), used);
    return {used, hn::IfThenZeroElse(hn::Or(below, above), gradient)};
  }
};

HWY_INLINE Vector loss_of(Vector used) {
  const Floats d;
  const Vector loss = hn::Neg(log_of_nonnegative(d, used));
  return hn::IfThenElse(hn::Lt(used, hn::Zero(d)), hn::NaN(d), loss);
}

struct Proportions {
  Clipped clipped;

  // Terms: the share of the target, clipped.
  template <class Rows>
  HWY_INLINE Terms operator()(Rows& rows, const int32_t*) const {
    const Floats d;
    Vector sum = hn::Zero(d);
    rows.each([&](size_t k) { sum = hn::Add(sum, rows.column(k)); });
    const Vector share = hn::Div(target_of(rows), sum);
    const Target target = clipped(share);
    if (!rows.gradient_wanted) return {target.used, target.used};
    const Vector inner = hn::Mul(target.gradient, share);
    rows.each([&](size_t k) {
      const Vector gradient = hn::IfThenElseZero(rows.is_target(k), target.gradient);
      rows.set_column(k, hn::Div(hn::Sub(gradient, inner), sum));
    });
    return {target.used, target.used};
  }

  Vector loss(Vector used, Vector, const int32_t*) const { return loss_of(used); }
};

// Of probabilities only the target's matters, and all other gradients are 0.
void probabilities(const LossBatch<float>& batch, const Clipped& clipped) {
  const Floats d;
  const size_t n = hn::Lanes(d), rows = batch.logits.rows, columns = batch.logits.columns;
  HWY_ALIGN float values[hn::MaxLanes(Floats())] = {};
  const auto place = [&](size_t r) {
    return r * columns + static_cast<size_t>(batch.targets.classes[r]);
  };
  for (size_t first = 0; first < rows; first += n) {
    const size_t count = std::min(n, rows - first);
    for (size_t i = 0; i < count; ++i) values[i] = batch.logits.data[place(first + i)];
    const Target target = clipped(hn::Load(d, values));
    hn::Store(loss_of(target.used), d, values);
    std::copy_n(values, count, batch.row_loss.data() + first);
    if (batch.d_logits.empty()) continue;
    hn::Store(target.gradient, d, values);
    std::fill_n(batch.d_logits.data + first * columns, count * columns, 0.0f);
    for (size_t i = 0; i < count; ++i) batch.d_logits.data[place(first + i)] = values[i];
  }
}

}  // namespace

void float_rows(const LossBatch<float>& batch, float low, float high, bool normalize) {
  const Clipped clipped{batch.upstream, low, high};
  if (normalize)
    for_rows_in_lanes(batch, Proportions{clipped});
  else
    probabilities(batch, clipped);
}

}  // namespace logitbench::probability_nll::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
LOGITBENCH_LANE_DISPATCH(probability_nll, float_rows,
                         (const LossBatch<float>& batch, float low, float high, bool normalize),
                         (batch, low, high, normalize))
#endif
