// The convolutional network of notebook 000: two blocks of two 3×3 convolutions with 8, then 16
// channels, ReLU, 2×2 max pooling; a dense layer of 40, the output layer. 35,962 parameters on 28×28
// images with ten classes.
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

std::vector<Layer> layers(const Map&, Shape, size_t columns) {
  const Activation relu{ActivationKind::relu};
  std::vector<Layer> result;
  for (size_t channels : {8, 16}) {
    for (int repeat = 0; repeat < 2; ++repeat) {
      result.push_back(Conv2d{channels, 3, Padding::same});
      result.push_back(relu);
    }
    result.push_back(MaxPool2d{2});
  }
  result.push_back(Flatten{});
  result.push_back(Dense{40});
  result.push_back(relu);
  result.push_back(Dense{columns});
  return result;
}

void enroll(Registry& registry) {
  registry.add(ModelPlugin{"cnn", "the convolutional network of notebook 000", Schema{}, layers});
}

}  // namespace

LOGITBENCH_PLUGIN("cnn", "1.0", enroll)
