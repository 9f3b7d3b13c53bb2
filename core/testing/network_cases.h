// Networks that a backend must get right: every layer kind alone and combined.
#pragma once

#include <logitbench/layers.h>

#include <ostream>
#include <string>
#include <vector>

namespace logitbench::testing {

struct NetworkCase {
  std::string name;
  NetworkSpec spec;

  // What a test framework prints.
  friend std::ostream& operator<<(std::ostream& out, const NetworkCase& network) {
    return out << network.name;
  }
};

// relu and max_pool2d: the gradient jumps where an input is zero or two inputs are equal.
inline bool has_kinks(const NetworkSpec& spec) {
  for (const Layer& layer : spec.layers) {
    const auto* activation = std::get_if<Activation>(&layer);
    if (activation != nullptr && activation->kind == ActivationKind::relu) return true;
    if (std::holds_alternative<MaxPool2d>(layer)) return true;
  }
  return false;
}

inline Shape image(size_t channels, size_t height, size_t width) {
  return {channels, height, width};
}
inline Shape vector_of(size_t size) { return {1, 1, size}; }

// The network of notebook 000 on 28×28 images: 35,962 parameters.
inline NetworkCase notebook_cnn_case() {
  const Activation relu{ActivationKind::relu};
  const Conv2d conv8{8, 3, Padding::same}, conv16{16, 3, Padding::same};
  return {"notebook_cnn",
          {image(1, 28, 28),
           {conv8, relu, conv8, relu, MaxPool2d{2}, conv16, relu, conv16, relu, MaxPool2d{2},
            Flatten{}, Dense{40}, relu, Dense{10}}}};
}

// Dense layers and activations on feature vectors.
inline std::vector<NetworkCase> vector_cases() {
  const Activation relu{ActivationKind::relu}, sigmoid{ActivationKind::sigmoid},
      tanh{ActivationKind::tanh};
  return {
      {"identity", {vector_of(5), {}}},
      {"only_relu", {vector_of(5), {relu}}},
      {"linear", {vector_of(20), {Dense{7}}}},
      {"one_column", {vector_of(33), {Dense{1}}}},
      {"linear_mnist", {vector_of(784), {Dense{10}}}},
      {"dense_dense", {vector_of(9), {Dense{4}, Dense{3}}}},
      {"relu_first", {vector_of(9), {relu, Dense{4}}}},
      {"sigmoid_last", {vector_of(9), {Dense{4}, sigmoid}}},
      {"tanh_last", {vector_of(9), {Dense{4}, tanh}}},
      {"relu_last", {vector_of(9), {Dense{4}, relu}}},
      {"spiral_mlp", {vector_of(2), {Dense{64}, relu, Dense{3}}}},
      {"sigmoid_mlp", {vector_of(13), {Dense{16}, sigmoid, Dense{5}}}},
      {"tanh_mlp", {vector_of(13), {Dense{16}, tanh, Dense{11}, tanh, Dense{5}}}},
      {"two_activations", {vector_of(13), {Dense{16}, sigmoid, tanh, Dense{5}}}},
      {"mlp128", {vector_of(784), {Dense{128}, relu, Dense{10}}}},
  };
}

// Convolution and pooling: odd and even kernels, images that are not square, borders that are
// dropped, one channel and several.
inline std::vector<NetworkCase> image_cases() {
  const Activation relu{ActivationKind::relu}, sigmoid{ActivationKind::sigmoid},
      tanh{ActivationKind::tanh};
  std::vector<NetworkCase> cases;
  for (size_t channels : {1, 3})
    for (size_t kernel : {1, 2, 3, 4, 5})
      for (Padding padding : {Padding::valid, Padding::same}) {
        if (padding == Padding::same && kernel % 2 == 0) continue;
        cases.push_back({"conv" + std::to_string(kernel) +
                             (padding == Padding::same ? "_same_" : "_valid_") +
                             std::to_string(channels) + "_channels",
                         {image(channels, 9, 12), {Conv2d{5, kernel, padding}}}});
      }
  const std::vector<NetworkCase> more = {
      {"flatten", {image(3, 4, 5), {Flatten{}}}},
      {"flatten_dense", {image(3, 4, 5), {Flatten{}, Dense{6}}}},
      {"pool_only", {image(3, 7, 9), {MaxPool2d{2}}}},
      {"pool_first", {image(3, 7, 9), {MaxPool2d{2}, Conv2d{4, 3, Padding::valid}, Flatten{}}}},
      {"conv_pool2", {image(1, 9, 12), {Conv2d{6, 3, Padding::same}, MaxPool2d{2}, Flatten{}}}},
      {"conv_pool3_remainder",
       {image(3, 11, 13), {Conv2d{4, 3, Padding::same}, MaxPool2d{3}, Flatten{}, Dense{3}}}},
      {"pool_then_relu",
       {image(1, 8, 8), {Conv2d{4, 3, Padding::same}, MaxPool2d{2}, relu, Flatten{}, Dense{3}}}},
      {"conv_relu_conv_relu",
       {image(3, 9, 7),
        {Conv2d{20, 3, Padding::same}, relu, Conv2d{17, 5, Padding::same}, relu, Flatten{},
         Dense{10}}}},
      {"conv_sigmoid_conv_tanh",
       {image(1, 9, 7),
        {Conv2d{4, 3, Padding::valid}, sigmoid, Conv2d{3, 3, Padding::same}, tanh, Flatten{},
         Dense{4}}}},
      {"conv_sigmoid_pool_tanh",
       {image(3, 10, 7),
        {Conv2d{4, 3, Padding::same}, sigmoid, MaxPool2d{2}, tanh, Flatten{}, Dense{4}}}},
  };
  cases.insert(cases.end(), more.begin(), more.end());
  return cases;
}

}  // namespace logitbench::testing
