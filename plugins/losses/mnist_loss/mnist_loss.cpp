// fast.ai's mnist_loss: how far the sigmoid of one column is from the label.
//
//   p = sigmoid(x),  loss = 1 - p for label 1, p for label 0      a probability, in [0, 1]; no nats
//   d loss / d x = -p (1 - p) for label 1, p (1 - p) for label 0  in [-1/4, 1/4]
//
// Logits [rows, 1]; two classes. 1 - p is taken as sigmoid(-x): exact on either side. Notebook 004.
#include <logitbench/numerics.h>
#include <logitbench/plugin.h>
#include <logitbench/two_class_loss.h>
#include <row_lanes/lane_loss.h>

#include "float_rows.h"

namespace {

using namespace logitbench;

class MnistLoss final : public TwoClassLoss<MnistLoss, row_lanes::LaneLoss> {
 public:
  static constexpr const char* kName = "mnist_loss";

  void lanes(const LossBatch<float>& batch) const { mnist_loss::float_rows(batch); }

  template <class Real>
  void row(std::span<const Real> x, const TargetsView& targets, size_t r, Real upstream,
           Real& probability, std::span<Real> dx) const {
    const Real sign = targets.classes[r] == 1 ? Real(-1) : Real(1);
    probability = sigmoid(sign * x[0]);
    if (!dx.empty()) dx[0] = sign * upstream * sigmoid(x[0]) * sigmoid(-x[0]);
  }
};

void enroll(Registry& registry) {
  registry.add(LossPlugin{MnistLoss::kName, "one column: distance of its sigmoid from the label",
                          Schema{}, [](const Map&) { return std::make_unique<MnistLoss>(); }});
}

}  // namespace

LOGITBENCH_PLUGIN(MnistLoss::kName, "1.0", enroll)
