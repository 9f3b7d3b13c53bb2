// Adam, with the formulas and the order of operations of torch.optim.Adam (amsgrad off), step t =
// 1, 2, ...
//
//   g' = g + weight_decay · p                                  (L2, not decoupled)
//   m  = beta1 · m + (1 - beta1) · g'
//   v  = beta2 · v + (1 - beta2) · g'²
//   p  = p - lr / (1 - beta1^t) · m / (√v / √(1 - beta2^t) + epsilon)
//
// Kingma and Ba 2015, https://arxiv.org/abs/1412.6980.
#include <logitbench/elementwise.h>
#include <logitbench/plugin.h>

#include <cmath>

namespace {

using namespace logitbench;

// Of one step. In double; a loop rounds them to its own type, as PyTorch does.
struct Coefficients {
  double step_size, beta1, one_minus_beta1, beta2, one_minus_beta2, root_correction2, epsilon,
      weight_decay;
};

template <class Real>
inline __attribute__((always_inline)) bool adam_loop(Real* __restrict p, Real* __restrict m,
                                                     Real* __restrict v, const Real* __restrict g,
                                                     size_t n, const Coefficients& c) {
  const auto step_size = static_cast<Real>(c.step_size), epsilon = static_cast<Real>(c.epsilon);
  const auto beta1 = static_cast<Real>(c.beta1), beta2 = static_cast<Real>(c.beta2);
  const auto share1 = static_cast<Real>(c.one_minus_beta1);
  const auto share2 = static_cast<Real>(c.one_minus_beta2);
  const auto root_correction2 = static_cast<Real>(c.root_correction2);
  const auto decay = static_cast<Real>(c.weight_decay);
  decltype(is_nonfinite(Real())) bad = 0;
  for (size_t i = 0; i < n; ++i) {
    const Real gradient = g[i] + decay * p[i];
    m[i] = m[i] * beta1 + share1 * gradient;
    v[i] = v[i] * beta2 + share2 * gradient * gradient;
    p[i] -= step_size * m[i] / (std::sqrt(v[i]) / root_correction2 + epsilon);
    bad |= is_nonfinite(p[i]);
  }
  return bad == 0;
}

LOGITBENCH_FOR_EACH_CPU
bool update(float* p, float* m, float* v, const float* g, size_t n, const Coefficients& c) {
  return adam_loop(p, m, v, g, n, c);
}
LOGITBENCH_FOR_EACH_CPU
bool update(double* p, double* m, double* v, const double* g, size_t n, const Coefficients& c) {
  return adam_loop(p, m, v, g, n, c);
}

class Adam final : public Optimizer {
 public:
  explicit Adam(const Map& parameters)
      : lr_(parameters.real("lr")),
        beta1_(parameters.real("beta1")),
        beta2_(parameters.real("beta2")),
        epsilon_(parameters.real("epsilon")),
        weight_decay_(parameters.real("weight_decay")) {}

  bool step(std::span<const ParameterArray> parameters, Parallel& parallel) override {
    first_moment_.prepare(parameters);
    second_moment_.prepare(parameters);
    ++step_;
    const Coefficients c{
        lr_ / (1 - std::pow(beta1_, step_)),    beta1_,   1 - beta1_,   beta2_, 1 - beta2_,
        std::sqrt(1 - std::pow(beta2_, step_)), epsilon_, weight_decay_};
    return update_each(
        parameters, parallel, [&](size_t array, auto* p, const auto* g, size_t first, size_t last) {
          return update(p + first, first_moment_.of(array, p) + first,
                        second_moment_.of(array, p) + first, g + first, last - first, c);
        });
  }

 private:
  double lr_, beta1_, beta2_, epsilon_, weight_decay_;
  double step_ = 0;
  OptimizerState first_moment_, second_moment_;
};

std::unique_ptr<Optimizer> create(const Map& parameters) {
  return std::make_unique<Adam>(parameters);
}

void enroll(Registry& registry) {
  registry.add(OptimizerPlugin{
      "adam", "Adam: steps scaled by running moments of the gradient",
      Schema{real("lr", "learning rate").above(0).by_default(0.001),
             real("beta1", "decay of the first moment").at_least(0).below(1).by_default(0.9),
             real("beta2", "decay of the second moment").at_least(0).below(1).by_default(0.999),
             real("epsilon", "added to the root of the second moment").at_least(0).by_default(1e-8),
             real("weight_decay", "L2 penalty: this times the weight is added to its gradient")
                 .at_least(0)
                 .by_default(0.0)},
      create});
}

}  // namespace

LOGITBENCH_PLUGIN("adam", "1.0", enroll)
