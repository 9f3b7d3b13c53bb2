// Softmax as the loss: the probability of the target class. Minimized, as notebook 004 did, it
// teaches the network to be wrong; `objective: maximize` is right.
//
//   p = softmax(x);  loss = p_t                        a probability, in [0, 1]; no nats
//   d loss / d x_k = p_t ([k = t] - p_k)               in [-1/4, 1/4]
//   of target weights y: loss = Σ_k y_k p_k,  d loss / d x_k = p_k (y_k - loss)
//
// Logits [rows, classes], t the class index. With weights of one in every column the loss is the
// sum of the row's probabilities. Finite for all finite logits.
#include <logitbench/numerics.h>
#include <logitbench/plugin.h>
#include <row_lanes/lane_loss.h>

#include "float_rows.h"

namespace {

using namespace logitbench;

class SoftmaxProb final : public row_lanes::LaneLoss<SoftmaxProb> {
 public:
  void lanes(const LossBatch<float>& batch) const { softmax_prob::float_rows(batch); }

  bool takes_target_weights() const override { return true; }

  template <class Real>
  void row(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
           Real& probability, std::span<Real> dx) const {
    if (targets.classes.empty()) {
      weighted(x, targets.weights.row(r), upstream, probability, dx);
      return;
    }
    const auto t = static_cast<size_t>(targets.classes[r]);
    const ShiftedExponentials<Real> e = shifted_exponentials(x, dx);
    const double at_target = t == e.top ? 1.0 : std::exp(double{x[t]} - double{e.max});
    const double p = at_target / e.sum();
    // NaN in the row is NaN in every column, as in PyTorch.
    probability = static_cast<Real>(p);
    if (dx.empty()) return;
    const double scale = upstream * p / e.sum();
    // For the largest column 1 - p is rest / sum, which does not cancel.
    const double others = t == e.top ? e.rest : e.sum() - at_target;
    for (Real& d : dx) d = static_cast<Real>(-d * scale);
    dx[t] = static_cast<Real>(others * scale);
  }

 private:
  template <class Real>
  void weighted(std::span<const Real> x, std::span<const double> y, Real upstream,
                Real& probability, std::span<Real> dx) const {
    const ShiftedExponentials<Real> e = shifted_exponentials(x, std::span<Real>{});
    const auto p = [&](size_t k) {
      return (k == e.top ? 1.0 : std::exp(double{x[k]} - double{e.max})) / e.sum();
    };
    double sum = 0;
    for (size_t k = 0; k < x.size(); ++k) sum += y[k] * p(k);
    probability = static_cast<Real>(sum);
    for (size_t k = 0; k < dx.size(); ++k)
      dx[k] = static_cast<Real>(upstream * p(k) * (y[k] - sum));
  }
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{"softmax_prob", "probability of the target class (notebook 004's loss)",
                          Schema{}, [](const Map&) { return std::make_unique<SoftmaxProb>(); }});
}

}  // namespace

LOGITBENCH_PLUGIN("softmax_prob", "1.1", enroll)
