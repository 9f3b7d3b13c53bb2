// Softmax, then log, then the negative log-likelihood: notebook 004's cross-entropy, with its
// faults.
//
//   s_k = exp(x_k - max) / Σ_j exp(x_j - max),  l_k = log s_k,  loss = -l_t    nats, in [0, inf]
//   dl_k = -upstream·[k = t],  ds_k = dl_k / s_k,  dx_k = s_k · (ds_k - Σ_j ds_j s_j)
//
// Logits [rows, classes], t the class index. In float32 whatever the backend computes in, each step
// rounded as written, because its failure is what it is for: with a logit 104 below the largest s
// is 0, and the gradient NaN, by 0/0 in any column, by 0·inf in the target's; in the target's the
// quotient overflows sooner, 88.7 below for upstream 1, 94.3 for 1/256. Needs denormals (without
// them s is 0 from 87.3 on). Same onset as PyTorch 1.13's chain of softmax, log, nll_loss.
#include <logitbench/plugin.h>

#include <cmath>

namespace {

using namespace logitbench;

class SoftmaxLogNll final : public RowLoss<SoftmaxLogNll> {
 public:
  template <class Real>
  void row(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
           Real& loss_nats, std::span<Real> dx) const {
    const auto t = static_cast<size_t>(targets.classes[r]);
    // A NaN logit in any place makes the sum, and with it the row, NaN.
    float max = static_cast<float>(x[0]);
    for (const Real logit : x)
      if (static_cast<float>(logit) > max) max = static_cast<float>(logit);
    float sum = 0;
    for (const Real logit : x) sum += std::exp(static_cast<float>(logit) - max);
    const auto softmax = [&](size_t k) { return std::exp(static_cast<float>(x[k]) - max) / sum; };
    loss_nats = -std::log(softmax(t));
    if (dx.empty()) return;

    const auto d_softmax = [&](size_t k, float s) {
      return (k == t ? -static_cast<float>(upstream) : 0.0f) / s;
    };
    float inner = 0;
    for (size_t k = 0; k < x.size(); ++k) {
      const float s = softmax(k);
      inner += d_softmax(k, s) * s;
      dx[k] = s;
    }
    for (size_t k = 0; k < x.size(); ++k) {
      const auto s = static_cast<float>(dx[k]);
      dx[k] = (d_softmax(k, s) - inner) * s;
    }
  }
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{"softmax_log_nll",
                          "softmax, then log, then NLL in float32: underflows as notebook 004's",
                          Schema{}, [](const Map&) { return std::make_unique<SoftmaxLogNll>(); }});
}

}  // namespace

LOGITBENCH_PLUGIN("softmax_log_nll", "1.0", enroll)
