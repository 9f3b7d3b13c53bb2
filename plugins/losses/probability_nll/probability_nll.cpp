// Negative log-likelihood where the inputs are probabilities already, or any positive numbers.
//
//   loss = -log q_t                 for a class index t
//   loss = -Σ_k p_k log q_k         for target weights p, which need not sum to one; a term with
//                                   p_k = 0 is 0, also where q_k is 0 and its logarithm -inf
//   d loss / d q_k = -p_k / q_k
//
// q [rows, classes]; loss in nats, in (-inf, inf], NaN for negative q. With `clip` c every q is
// first clipped to [c, 1 - c], and the gradient is 0 where that changed it. Notebooks 001, 002,
// 003.
#include <logitbench/plugin.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace {

using namespace logitbench;

class ProbabilityNll final : public RowLoss<ProbabilityNll> {
 public:
  explicit ProbabilityNll(std::optional<double> clip) : clip_(clip) {}
  LossInput input() const override { return LossInput::probabilities; }
  bool takes_target_weights() const override { return true; }

  template <class Real>
  void row(std::span<const Real> q, const TargetsView& targets, size_t r, Real upstream,
           Real& loss_nats, std::span<Real> dq) const {
    std::fill(dq.begin(), dq.end(), Real(0));
    // -Σ, negated at the end, is the order in which the notebooks add.
    Real log_likelihood = 0;
    const auto add = [&](size_t k, Real weight) {
      const Real used = clipped(q[k]);
      log_likelihood += weight * std::log(used);
      const bool moved = used < q[k] || used > q[k];  // false for NaN, which stays in the gradient
      if (!dq.empty() && !moved) dq[k] = -upstream * weight / used;
    };
    if (!targets.classes.empty()) {
      add(static_cast<size_t>(targets.classes[r]), Real(1));
    } else {
      const std::span<const double> weights = targets.weights.row(r);
      for (size_t k = 0; k < q.size(); ++k)
        if (weights[k] != 0) add(k, static_cast<Real>(weights[k]));
    }
    loss_nats = -log_likelihood;
  }

 private:
  template <class Real>
  Real clipped(Real q) const {
    if (!clip_) return q;
    return std::clamp(q, static_cast<Real>(*clip_), static_cast<Real>(1 - *clip_));
  }

  std::optional<double> clip_;
};

std::unique_ptr<Loss> create(const Map& parameters) {
  if (!parameters.has("clip")) return std::make_unique<ProbabilityNll>(std::nullopt);
  return std::make_unique<ProbabilityNll>(parameters.real("clip"));
}

void enroll(Registry& registry) {
  registry.add(LossPlugin{
      "probability_nll", "negative log-likelihood of inputs that are probabilities already",
      Schema{real("clip", "clip the inputs to [clip, 1 - clip] first; left out: as they are")
                 .above(0)
                 .at_most(0.5)
                 .optional()},
      create});
}

}  // namespace

LOGITBENCH_PLUGIN("probability_nll", "1.0", enroll)
