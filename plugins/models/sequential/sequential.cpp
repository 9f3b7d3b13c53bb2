// Any stack of layers, written out in the config.
//
//   layers: [conv2d: {out: 8, kernel: 3, padding: same}, relu, max_pool2d, flatten, dense]
//
// A dense layer without `out` has as many outputs as the loss wants columns.
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

Parameter size(std::string name, std::string description) {
  return integer(std::move(name), std::move(description)).at_least(1).at_most(1 << 20);
}

Schema alternatives() {
  return Schema{
      map_of("dense", "logits = x W + b",
             {size("out", "outputs; left out: as many as the loss wants columns").optional()}),
      map_of("conv2d", "two-dimensional convolution, stride 1",
             {size("out", "output channels"), size("kernel", "side of the kernel").by_default(3),
              choice("padding", "same keeps the size with zeros around; valid has none",
                     {"valid", "same"})
                  .by_default("valid")}),
      map_of("max_pool2d", "largest value of each window; stride equals size",
             {size("size", "side of the window").by_default(2)}),
      map_of("relu", "max(0, x)", {}),
      map_of("sigmoid", "1 / (1 + exp(-x))", {}),
      map_of("tanh", "hyperbolic tangent", {}),
      map_of("flatten", "image to vector", {}),
  };
}

Layer layer(const Map& chosen, size_t columns) {
  const auto number = [&](const char* key) { return static_cast<size_t>(chosen.integer(key)); };
  const std::string& name = chosen.text("name");
  if (name == "dense") return Dense{chosen.has("out") ? number("out") : columns};
  if (name == "conv2d")
    return Conv2d{number("out"), number("kernel"),
                  chosen.text("padding") == "same" ? Padding::same : Padding::valid};
  if (name == "max_pool2d") return MaxPool2d{number("size")};
  if (name == "relu") return Activation{ActivationKind::relu};
  if (name == "sigmoid") return Activation{ActivationKind::sigmoid};
  if (name == "tanh") return Activation{ActivationKind::tanh};
  return Flatten{};
}

std::vector<Layer> layers(const Map& parameters, Shape, size_t columns) {
  std::vector<Layer> result;
  for (const Value& chosen : parameters.list("layers"))
    result.push_back(layer(chosen.map(), columns));
  return result;
}

void enroll(Registry& registry) {
  registry.add(ModelPlugin{
      "sequential", "a stack of layers written out in the config",
      Schema{list_of("layers", "the layers, first to last",
                     tagged("layer", "one layer, by its kind", alternatives()))
                 .at_least(1)},
      layers});
}

}  // namespace

LOGITBENCH_PLUGIN("sequential", "1.0", enroll)
