// Negative log-likelihood where the inputs are probabilities already, or any positive numbers.
//
//   loss = -log c_t                 for a class index t
//   loss = -Σ_k p_k log c_k         for target weights p, which need not sum to one; a term with
//                                   p_k = 0 is 0, also where c_k is 0 and its logarithm -inf
//   u = q, or with `normalize` q / Σ_j q_j;  c = u, or with `clip` u clipped to [clip, 1 - clip]
//   g_k = d loss / d u_k = -p_k / c_k, 0 where the clip changed u_k
//   d loss / d q_k = g_k, or with `normalize` (g_k - Σ_j g_j u_j) / Σ_j q_j
//
// q [rows, classes]; loss in nats, in (-inf, inf], NaN for negative c. Notebooks 001, 002, 003.
#include <logitbench/plugin.h>
#include <row_lanes/lane_loss.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "float_rows.h"

namespace {

using namespace logitbench;

class ProbabilityNll final : public row_lanes::LaneLoss<ProbabilityNll> {
 public:
  ProbabilityNll(std::optional<double> clip, bool normalize) : clip_(clip), normalize_(normalize) {}
  LossInput input() const override {
    return normalize_ ? LossInput::proportions : LossInput::probabilities;
  }
  bool takes_target_weights() const override { return true; }

  void lanes(const LossBatch<float>& batch) const {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    probability_nll::float_rows(batch, clip_ ? static_cast<float>(*clip_) : -kInfinity,
                                clip_ ? static_cast<float>(1 - *clip_) : kInfinity, normalize_);
  }

  template <class Real>
  void row(std::span<const Real> q, const TargetsView& targets, size_t r, Real upstream,
           Real& loss_nats, std::span<Real> dq) const {
    std::fill(dq.begin(), dq.end(), Real(0));
    const Real sum = normalize_ ? std::accumulate(q.begin(), q.end(), Real(0)) : Real(1);
    // -Σ, negated at the end, is the order in which the notebooks add.
    Real log_likelihood = 0;
    Real inner = 0;  // Σ_j g_j u_j
    const auto add = [&](size_t k, Real weight) {
      const Real share = q[k] / sum;
      const Real used = clipped(share);
      log_likelihood += weight * std::log(used);
      const bool moved = used < share || used > share;  // false for NaN: it stays in the gradient
      if (dq.empty() || moved) return;
      dq[k] = -upstream * weight / used;
      inner += dq[k] * share;
    };
    if (!targets.classes.empty()) {
      add(static_cast<size_t>(targets.classes[r]), Real(1));
    } else {
      const std::span<const double> weights = targets.weights.row(r);
      for (size_t k = 0; k < q.size(); ++k)
        if (weights[k] != 0) add(k, static_cast<Real>(weights[k]));
    }
    loss_nats = -log_likelihood;
    if (normalize_)
      for (Real& d : dq) d = (d - inner) / sum;
  }

 private:
  template <class Real>
  Real clipped(Real share) const {
    if (!clip_) return share;
    return std::clamp(share, static_cast<Real>(*clip_), static_cast<Real>(1 - *clip_));
  }

  std::optional<double> clip_;
  bool normalize_;
};

std::unique_ptr<Loss> create(const Map& parameters) {
  std::optional<double> clip;
  if (parameters.has("clip")) clip = parameters.real("clip");
  return std::make_unique<ProbabilityNll>(
      clip, parameters.has("normalize") && parameters.boolean("normalize"));
}

void enroll(Registry& registry) {
  registry.add(LossPlugin{
      "probability_nll", "negative log-likelihood of inputs that are probabilities already",
      Schema{boolean("normalize",
                     "divide the inputs, any positive numbers, by their sum over the row first; "
                     "left out: false")
                 .optional(),
             real("clip", "clip the inputs to [clip, 1 - clip] first; left out: as they are")
                 .above(0)
                 .at_most(0.5)
                 .optional()},
      create});
}

}  // namespace

LOGITBENCH_PLUGIN("probability_nll", "1.1", enroll)
