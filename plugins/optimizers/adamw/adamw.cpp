// AdamW, as torch.optim.AdamW has it: weight decay shrinks the weights beside Adam's step. The
// formulas are in adam_family.h.
#include <adam_family/adam_family.h>

namespace {

using namespace logitbench;

std::unique_ptr<Optimizer> create(const Map& parameters) {
  return adam_family::create(parameters, adam_family::WeightDecay::decoupled);
}

void enroll(Registry& registry) {
  registry.add(OptimizerPlugin{
      "adamw", "AdamW: Adam with weight decay apart from the gradient",
      adam_family::parameters(
          "share of each weight, times lr, that is taken off it before each step", 0.01),
      create});
}

}  // namespace

LOGITBENCH_PLUGIN("adamw", "1.0", enroll)
