// Multi-layer perceptron: dense layers with ReLU between them, images flattened. Notebook 001.
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

std::vector<Layer> layers(const Map& parameters, Shape, size_t columns) {
  std::vector<Layer> result{Flatten{}};
  for (const Value& width : parameters.list("hidden")) {
    result.push_back(Dense{static_cast<size_t>(width.integer())});
    result.push_back(Activation{ActivationKind::relu});
  }
  result.push_back(Dense{columns});
  return result;
}

void enroll(Registry& registry) {
  registry.add(ModelPlugin{
      "mlp", "dense layers with ReLU between them",
      Schema{list_of("hidden", "width of each hidden layer",
                     integer("width", "units of the layer").at_least(1).at_most(1 << 20))
                 .by_default(List{64})},
      layers});
}

}  // namespace

LOGITBENCH_PLUGIN("mlp", "1.0", enroll)
