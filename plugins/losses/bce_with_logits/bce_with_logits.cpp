// Binary cross-entropy of the sigmoid of one column, from its logit.
//
//   loss = log(1 + exp(-x)) for label 1, log(1 + exp(x)) for label 0       nats, in [0, inf)
//   d loss / d x = sigmoid(x) - label                                      in [-1, 1]
//
// Logits [rows, 1]; two classes, label 1 is the positive one. Finite for all finite logits.
// F.binary_cross_entropy_with_logits of PyTorch.
#include <logitbench/numerics.h>
#include <logitbench/plugin.h>
#include <logitbench/two_class_loss.h>
#include <row_lanes/lane_loss.h>

#include "float_rows.h"

namespace {

using namespace logitbench;

class BceWithLogits final : public TwoClassLoss<BceWithLogits, row_lanes::LaneLoss> {
 public:
  static constexpr const char* kName = "bce_with_logits";

  void lanes(const LossBatch<float>& batch) const { bce_with_logits::float_rows(batch); }

  template <class Real>
  void row(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
           Real& loss_nats, std::span<Real> dx) const {
    // The logit of the wrong answer: both labels are one case.
    const Real sign = targets.classes[r] == 1 ? Real(-1) : Real(1);
    loss_nats = softplus(sign * x[0]);
    if (!dx.empty()) dx[0] = sign * upstream * sigmoid(sign * x[0]);
  }
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{BceWithLogits::kName, "one column: binary cross-entropy of its sigmoid",
                          Schema{}, [](const Map&) { return std::make_unique<BceWithLogits>(); }});
}

}  // namespace

LOGITBENCH_PLUGIN(BceWithLogits::kName, "1.0", enroll)
