// Softmax, clipped to [1e-7, 1 - 1e-7], then the negative log-likelihood.
//
//   s = softmax(x),  c = clip(s_t),  loss = -log c       nats, in [1e-7, 16.118]
//   ds_t = -1/c where s_t lies within the bounds, else 0;  dx_k = s_k · (ds_t·[k = t] - ds_t s_t)
//
// Logits [rows, classes], t the class index. Always finite for finite logits, but dead where it is
// wrong with confidence: below the clip the gradient is exactly zero. The gradient at a bound
// passes, as torch.clamp's does. Notebook 001.
#include <logitbench/plugin.h>
#include <row_lanes/lane_loss.h>

#include <algorithm>
#include <cmath>

#include "float_rows.h"

namespace {

using namespace logitbench;

class ClippedSoftmaxNll final : public row_lanes::LaneLoss<ClippedSoftmaxNll> {
 public:
  void lanes(const LossBatch<float>& batch) const { clipped_softmax_nll::float_rows(batch); }

  template <class Real>
  void row(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
           Real& loss_nats, std::span<Real> dx) const {
    const auto t = static_cast<size_t>(targets.classes[r]);
    const Real low = static_cast<Real>(clipped_softmax_nll::kClip);
    const Real high = static_cast<Real>(1 - clipped_softmax_nll::kClip);
    const Real max = *std::max_element(x.begin(), x.end());
    Real sum = 0;
    for (const Real logit : x) sum += std::exp(logit - max);
    const Real target = std::exp(x[t] - max) / sum;
    const Real clipped = std::clamp(target, low, high);
    loss_nats = -std::log(clipped);
    if (dx.empty()) return;

    const bool within = target >= low && target <= high;
    const Real d_target = within ? -upstream / clipped : Real(0);
    const Real inner = d_target * target;
    for (size_t k = 0; k < x.size(); ++k)
      dx[k] = ((k == t ? d_target : Real(0)) - inner) * (std::exp(x[k] - max) / sum);
  }
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{"clipped_softmax_nll",
                          "softmax, clipped to [1e-7, 1 - 1e-7], then log and NLL", Schema{},
                          [](const Map&) { return std::make_unique<ClippedSoftmaxNll>(); }});
}

}  // namespace

LOGITBENCH_PLUGIN("clipped_softmax_nll", "1.0", enroll)
