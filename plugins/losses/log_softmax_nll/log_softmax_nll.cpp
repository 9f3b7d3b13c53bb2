// Log-softmax, then the negative log-likelihood of the target, each with its own backward pass.
//
//   l_k = x_k - max - log Σ_j exp(x_j - max),  loss = -l_t      nats, in [0, inf)
//   dl_k = -[k = t],  dx_k = dl_k - exp(l_k) · Σ_j dl_j
//
// Logits [rows, classes], t the class index. As stable as cross_entropy, but a loss near 0 has only
// the absolute precision of the logits. F.nll_loss(F.log_softmax(x)) of PyTorch. Notebook 002.
#include <logitbench/plugin.h>
#include <row_lanes/lane_loss.h>

#include <algorithm>
#include <cmath>

#include "float_rows.h"

namespace {

using namespace logitbench;

class LogSoftmaxNll final : public row_lanes::LaneLoss<LogSoftmaxNll> {
 public:
  void lanes(const LossBatch<float>& batch) const { log_softmax_nll::float_rows(batch); }

  template <class Real>
  void row(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
           Real& loss_nats, std::span<Real> dx) const {
    const auto t = static_cast<size_t>(targets.classes[r]);
    const Real max = *std::max_element(x.begin(), x.end());
    Real sum = 0;
    for (const Real logit : x) sum += std::exp(logit - max);
    const Real log_sum = std::log(sum);
    loss_nats = -(x[t] - max - log_sum);
    if (dx.empty()) return;
    for (size_t k = 0; k < x.size(); ++k) dx[k] = x[k] - max - log_sum;
    const Real d_target = -upstream;
    for (size_t k = 0; k < x.size(); ++k)
      dx[k] = (k == t ? d_target : Real(0)) - std::exp(dx[k]) * d_target;
  }
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{"log_softmax_nll", "log_softmax, then negative log-likelihood", Schema{},
                          [](const Map&) { return std::make_unique<LogSoftmaxNll>(); }});
}

}  // namespace

LOGITBENCH_PLUGIN("log_softmax_nll", "1.0", enroll)
