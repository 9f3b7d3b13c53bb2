// The general engines of the backend, each a whole network; small_network.h has a third. With
// rounded copies the inputs of all products of the forward pass, and the weights of all products,
// are rounded to bfloat16.
#pragma once

#include <float_network/parameter_store.h>
#include <logitbench/network.h>

#include <algorithm>
#include <memory>

namespace logitbench::native {

// Convolutions and pools among the layers.
inline bool has_images(const NetworkSpec& spec) {
  return std::any_of(spec.layers.begin(), spec.layers.end(), [](const Layer& layer) {
    return std::holds_alternative<Conv2d>(layer) || std::holds_alternative<MaxPool2d>(layer);
  });
}

// Any layers, sixteen samples side by side in the lanes of a register.
std::unique_ptr<Network> compile_image_network(const NetworkSpec& spec,
                                               const CompileOptions& options,
                                               float_network::RoundedCopy copy);

// Dense layers and activations, one sample after the other.
std::unique_ptr<Network> compile_vector_network(const NetworkSpec& spec,
                                                const CompileOptions& options,
                                                float_network::RoundedCopy copy);

}  // namespace logitbench::native
