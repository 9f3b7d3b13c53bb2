#include "adam_family.h"

#include <logitbench/elementwise.h>

#include <cmath>

namespace logitbench::adam_family {

namespace {

// Of one step. In double; a loop rounds them to its own type, as PyTorch does.
struct Coefficients {
  double step_size, beta1, one_minus_beta1, beta2, one_minus_beta2, inverse_root_correction2,
      epsilon;
  double l2;      // times the value is added to its gradient
  double shrink;  // times the value is taken before the step
};

template <bool kCopy, class Real>
inline __attribute__((always_inline)) bool adam_loop(Real* __restrict p, Real* __restrict m,
                                                     Real* __restrict v, const Real* __restrict g,
                                                     uint16_t* __restrict copy, size_t n,
                                                     const Coefficients& c) {
  const auto step_size = static_cast<Real>(c.step_size), epsilon = static_cast<Real>(c.epsilon);
  const auto beta1 = static_cast<Real>(c.beta1), beta2 = static_cast<Real>(c.beta2);
  const auto share1 = static_cast<Real>(c.one_minus_beta1);
  const auto share2 = static_cast<Real>(c.one_minus_beta2);
  const auto inverse_root_correction2 = static_cast<Real>(c.inverse_root_correction2);
  const auto l2 = static_cast<Real>(c.l2), shrink = static_cast<Real>(c.shrink);
  decltype(is_nonfinite(Real())) bad = 0;
  for (size_t i = 0; i < n; ++i) {
    const Real gradient = g[i] + l2 * p[i];
    m[i] = m[i] * beta1 + share1 * gradient;
    v[i] = v[i] * beta2 + share2 * gradient * gradient;
    p[i] =
        shrink * p[i] - step_size * m[i] / (std::sqrt(v[i]) * inverse_root_correction2 + epsilon);
    if constexpr (kCopy) copy[i] = number_to_bfloat16(p[i]);
    bad |= is_nonfinite(p[i]);
  }
  if constexpr (kCopy)
    if (bad != 0) round_to_bfloat16(p, copy, n);
  return bad == 0;
}

LOGITBENCH_FOR_EACH_CPU
bool update(const ParameterRange<float>& r, float* m, float* v, const Coefficients& c) {
  return r.bfloat16 == nullptr
             ? adam_loop<false>(r.values, m, v, r.gradients, r.bfloat16, r.count, c)
             : adam_loop<true>(r.values, m, v, r.gradients, r.bfloat16, r.count, c);
}
LOGITBENCH_FOR_EACH_CPU
bool update(const ParameterRange<double>& r, double* m, double* v, const Coefficients& c) {
  return adam_loop<false>(r.values, m, v, r.gradients, r.bfloat16, r.count, c);
}

class Adam final : public Optimizer {
 public:
  Adam(const Map& parameters, WeightDecay kind)
      : lr_(parameters.real("lr")),
        beta1_(parameters.real("beta1")),
        beta2_(parameters.real("beta2")),
        epsilon_(parameters.real("epsilon")) {
    const double decay = parameters.real("weight_decay");
    (kind == WeightDecay::l2 ? l2_ : decoupled_) = decay;
  }

  bool step(std::span<const ParameterArray> parameters, Parallel& parallel) override {
    first_moment_.prepare(parameters);
    second_moment_.prepare(parameters);
    beta1_power_ *= beta1_;
    beta2_power_ *= beta2_;
    const Coefficients c{lr_ / (1 - beta1_power_),
                         beta1_,
                         1 - beta1_,
                         beta2_,
                         1 - beta2_,
                         1 / std::sqrt(1 - beta2_power_),
                         epsilon_,
                         l2_,
                         1 - lr_ * decoupled_};
    return update_each(parameters, parallel, [&](const auto& range) {
      return update(range, first_moment_.of(range), second_moment_.of(range), c);
    });
  }

 private:
  double lr_, beta1_, beta2_, epsilon_;
  double l2_ = 0, decoupled_ = 0;
  double beta1_power_ = 1, beta2_power_ = 1;  // beta^t of step t
  OptimizerState first_moment_, second_moment_;
};

}  // namespace

Schema parameters(const std::string& weight_decay, double default_weight_decay) {
  return {real("lr", "learning rate").above(0).by_default(0.001),
          real("beta1", "decay of the first moment").at_least(0).below(1).by_default(0.9),
          real("beta2", "decay of the second moment").at_least(0).below(1).by_default(0.999),
          real("epsilon", "added to the root of the second moment").at_least(0).by_default(1e-8),
          real("weight_decay", weight_decay).at_least(0).by_default(default_weight_decay)};
}

std::unique_ptr<Optimizer> create(const Map& parameters, WeightDecay kind) {
  return std::make_unique<Adam>(parameters, kind);
}

}  // namespace logitbench::adam_family
