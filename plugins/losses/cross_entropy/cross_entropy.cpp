// Cross-entropy of the softmax, fused: from logits in one go, through log-sum-exp.
//
//   loss = log Σ_k exp(x_k) - x_t            nats, in [0, inf)
//   d loss / d x_k = softmax(x)_k - [k = t]  in [-1, 1]
//
// Logits [rows, classes], t the class index. Finite for all finite logits whose differences are; a
// row with NaN or +inf is NaN, as in PyTorch's F.cross_entropy. Notebook 002.
#include <logitbench/numerics.h>
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

class CrossEntropy final : public RowLoss<CrossEntropy> {
 public:
  template <class Real>
  void row(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
           Real& loss_nats, std::span<Real> dx) const {
    const auto t = static_cast<size_t>(targets.classes[r]);
    const ShiftedExponentials<Real> e = shifted_exponentials(x, dx);
    loss_nats = static_cast<Real>(std::log1p(e.rest) + (double{e.max} - double{x[t]}));
    if (dx.empty()) return;
    const double scale = upstream / e.sum();
    // For the largest column p - 1 is -rest / sum, which does not cancel.
    const double target_term = t == e.top ? -e.rest : double{dx[t]} - e.sum();
    for (Real& d : dx) d = static_cast<Real>(d * scale);
    dx[t] = static_cast<Real>(target_term * scale);
  }
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{"cross_entropy", "fused cross-entropy of the softmax, from logits",
                          Schema{}, [](const Map&) { return std::make_unique<CrossEntropy>(); }});
}

}  // namespace

LOGITBENCH_PLUGIN("cross_entropy", "1.0", enroll)
