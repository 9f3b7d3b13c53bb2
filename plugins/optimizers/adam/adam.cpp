// Adam, as torch.optim.Adam has it: weight decay is an L2 penalty. The formulas are in
// adam_family.h.
#include <adam_family/adam_family.h>

namespace {

using namespace logitbench;

std::unique_ptr<Optimizer> create(const Map& parameters) {
  return adam_family::create(parameters, adam_family::WeightDecay::l2);
}

void enroll(Registry& registry) {
  registry.add(OptimizerPlugin{
      "adam", "Adam: steps scaled by running moments of the gradient",
      adam_family::parameters("L2 penalty: this times the weight is added to its gradient", 0.0),
      create});
}

}  // namespace

LOGITBENCH_PLUGIN("adam", "1.0", enroll)
