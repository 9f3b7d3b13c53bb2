// Stochastic gradient descent, with the formulas and the order of operations of torch.optim.SGD:
//
//   g' = g + weight_decay · p
//   b  = momentum · b + g'                     starts at g'; without momentum b = g'
//   p  = p - lr · (nesterov ? g' + momentum · b : b)
//
// Sutskever et al. 2013 (momentum), in the form whose buffer is not scaled by lr.
#include <logitbench/elementwise.h>
#include <logitbench/error.h>
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

struct Coefficients {
  double lr = 0, momentum = 0, weight_decay = 0;
};

template <class Real>
inline __attribute__((always_inline)) bool plain_loop(Real* __restrict p, const Real* __restrict g,
                                                      size_t n, const Coefficients& c) {
  const auto lr = static_cast<Real>(c.lr), decay = static_cast<Real>(c.weight_decay);
  decltype(is_nonfinite(Real())) bad = 0;
  for (size_t i = 0; i < n; ++i) {
    p[i] -= lr * (g[i] + decay * p[i]);
    bad |= is_nonfinite(p[i]);
  }
  return bad == 0;
}

template <bool kNesterov, class Real>
inline __attribute__((always_inline)) bool momentum_loop(Real* __restrict p, Real* __restrict b,
                                                         const Real* __restrict g, size_t n,
                                                         const Coefficients& c) {
  const auto lr = static_cast<Real>(c.lr), decay = static_cast<Real>(c.weight_decay);
  const auto momentum = static_cast<Real>(c.momentum);
  decltype(is_nonfinite(Real())) bad = 0;
  for (size_t i = 0; i < n; ++i) {
    const Real gradient = g[i] + decay * p[i];
    b[i] = momentum * b[i] + gradient;
    p[i] -= lr * (kNesterov ? gradient + momentum * b[i] : b[i]);
    bad |= is_nonfinite(p[i]);
  }
  return bad == 0;
}

LOGITBENCH_FOR_EACH_CPU
bool plain(float* p, const float* g, size_t n, const Coefficients& c) {
  return plain_loop(p, g, n, c);
}
LOGITBENCH_FOR_EACH_CPU
bool plain(double* p, const double* g, size_t n, const Coefficients& c) {
  return plain_loop(p, g, n, c);
}
LOGITBENCH_FOR_EACH_CPU
bool with_momentum(float* p, float* b, const float* g, size_t n, const Coefficients& c) {
  return momentum_loop<false>(p, b, g, n, c);
}
LOGITBENCH_FOR_EACH_CPU
bool with_momentum(double* p, double* b, const double* g, size_t n, const Coefficients& c) {
  return momentum_loop<false>(p, b, g, n, c);
}
LOGITBENCH_FOR_EACH_CPU
bool with_nesterov(float* p, float* b, const float* g, size_t n, const Coefficients& c) {
  return momentum_loop<true>(p, b, g, n, c);
}
LOGITBENCH_FOR_EACH_CPU
bool with_nesterov(double* p, double* b, const double* g, size_t n, const Coefficients& c) {
  return momentum_loop<true>(p, b, g, n, c);
}

class Sgd final : public Optimizer {
 public:
  Sgd(const Coefficients& coefficients, bool nesterov)
      : coefficients_(coefficients), nesterov_(nesterov) {}

  bool step(std::span<const ParameterArray> parameters, Parallel& parallel) override {
    const Coefficients& c = coefficients_;
    if (c.momentum == 0)
      return update_each(parameters, parallel,
                         [&](size_t, auto* p, const auto* g, size_t first, size_t last) {
                           return plain(p + first, g + first, last - first, c);
                         });
    velocity_.prepare(parameters);
    return update_each(parameters, parallel,
                       [&](size_t array, auto* p, const auto* g, size_t first, size_t last) {
                         auto* b = velocity_.of(array, p) + first;
                         return nesterov_ ? with_nesterov(p + first, b, g + first, last - first, c)
                                          : with_momentum(p + first, b, g + first, last - first, c);
                       });
  }

 private:
  Coefficients coefficients_;
  bool nesterov_;
  OptimizerState velocity_;
};

std::unique_ptr<Optimizer> create(const Map& parameters) {
  const Coefficients c{parameters.real("lr"), parameters.real("momentum"),
                       parameters.real("weight_decay")};
  const bool nesterov = parameters.boolean("nesterov");
  if (nesterov && c.momentum == 0)
    throw ConfigError(
        "optimizer sgd: nesterov is true and momentum is 0; nesterov needs a momentum above 0, for "
        "instance 0.9");
  return std::make_unique<Sgd>(c, nesterov);
}

void enroll(Registry& registry) {
  registry.add(OptimizerPlugin{
      "sgd", "stochastic gradient descent, with momentum",
      Schema{real("lr", "learning rate").above(0).by_default(0.1),
             real("momentum", "share of the last step's velocity that is kept")
                 .at_least(0)
                 .by_default(0.0),
             boolean("nesterov", "look ahead along the velocity; needs momentum").by_default(false),
             real("weight_decay", "L2 penalty: this times the weight is added to its gradient")
                 .at_least(0)
                 .by_default(0.0)},
      create});
}

}  // namespace

LOGITBENCH_PLUGIN("sgd", "1.0", enroll)
