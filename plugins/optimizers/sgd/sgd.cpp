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

enum class Momentum { none, plain, nesterov };

struct Coefficients {
  double lr = 0, momentum = 0, weight_decay = 0;
  Momentum kind = Momentum::none;
};

// b is read and written where there is momentum, `copy` where kCopy says so.
template <Momentum kMomentum, bool kCopy, class Real>
inline __attribute__((always_inline)) bool sgd_loop(Real* __restrict p, Real* __restrict b,
                                                    const Real* __restrict g,
                                                    uint16_t* __restrict copy, size_t n,
                                                    const Coefficients& c) {
  const auto lr = static_cast<Real>(c.lr), decay = static_cast<Real>(c.weight_decay);
  const auto momentum = static_cast<Real>(c.momentum);
  decltype(is_nonfinite(Real())) bad = 0;
  for (size_t i = 0; i < n; ++i) {
    Real direction = g[i] + decay * p[i];
    if constexpr (kMomentum != Momentum::none) {
      b[i] = momentum * b[i] + direction;
      direction = kMomentum == Momentum::nesterov ? direction + momentum * b[i] : b[i];
    }
    p[i] -= lr * direction;
    if constexpr (kCopy) copy[i] = number_to_bfloat16(p[i]);
    bad |= is_nonfinite(p[i]);
  }
  if constexpr (kCopy)
    if (bad != 0) round_to_bfloat16(p, copy, n);
  return bad == 0;
}

template <Momentum kMomentum>
inline __attribute__((always_inline)) bool update_as(const ParameterRange<float>& r, float* b,
                                                     const Coefficients& c) {
  return r.bfloat16 == nullptr
             ? sgd_loop<kMomentum, false>(r.values, b, r.gradients, r.bfloat16, r.count, c)
             : sgd_loop<kMomentum, true>(r.values, b, r.gradients, r.bfloat16, r.count, c);
}
template <Momentum kMomentum>
inline __attribute__((always_inline)) bool update_as(const ParameterRange<double>& r, double* b,
                                                     const Coefficients& c) {
  return sgd_loop<kMomentum, false>(r.values, b, r.gradients, r.bfloat16, r.count, c);
}

template <class Real>
inline __attribute__((always_inline)) bool update_any(const ParameterRange<Real>& r, Real* b,
                                                      const Coefficients& c) {
  switch (c.kind) {
    case Momentum::none:
      return update_as<Momentum::none>(r, b, c);
    case Momentum::plain:
      return update_as<Momentum::plain>(r, b, c);
    case Momentum::nesterov:
      break;
  }
  return update_as<Momentum::nesterov>(r, b, c);
}

LOGITBENCH_FOR_EACH_CPU
bool update(const ParameterRange<float>& r, float* b, const Coefficients& c) {
  return update_any(r, b, c);
}
LOGITBENCH_FOR_EACH_CPU
bool update(const ParameterRange<double>& r, double* b, const Coefficients& c) {
  return update_any(r, b, c);
}

class Sgd final : public Optimizer {
 public:
  explicit Sgd(const Coefficients& coefficients) : coefficients_(coefficients) {}

  bool step(std::span<const ParameterArray> parameters, Parallel& parallel) override {
    const Coefficients& c = coefficients_;
    if (c.kind == Momentum::none)
      return update_each(parameters, parallel, [&]<class Real>(const ParameterRange<Real>& range) {
        return update(range, static_cast<Real*>(nullptr), c);
      });
    velocity_.prepare(parameters);
    return update_each(parameters, parallel,
                       [&](const auto& range) { return update(range, velocity_.of(range), c); });
  }

 private:
  Coefficients coefficients_;
  OptimizerState velocity_;
};

std::unique_ptr<Optimizer> create(const Map& parameters) {
  Coefficients c{parameters.real("lr"), parameters.real("momentum"),
                 parameters.real("weight_decay")};
  const bool nesterov = parameters.boolean("nesterov");
  if (nesterov && c.momentum == 0)
    throw ConfigError(
        "optimizer sgd: nesterov is true and momentum is 0; nesterov needs a momentum above 0, for "
        "instance 0.9");
  if (c.momentum != 0) c.kind = nesterov ? Momentum::nesterov : Momentum::plain;
  return std::make_unique<Sgd>(c);
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
