// A network as a list of layers, and what follows from it: shapes and the canonical parameters.
//
// Canonical layout, the one in which weights are initialised, compared and stored: for each layer
// with parameters its weight, then its bias. Dense: weight [in][out], bias [out]. Conv2d: weight
// [kernel][kernel][in][out] (rows, columns, channels), bias [out].
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "error.h"
#include "views.h"

namespace logitbench {

struct Dense {
  size_t out = 0;
};
enum class Padding { valid, same };  // same: zeros around, output as large as the input at stride 1
struct Conv2d {
  size_t out = 0;
  size_t kernel = 3;
  Padding padding = Padding::valid;  // `same` takes an odd kernel
};
struct MaxPool2d {
  size_t size = 2;  // stride equals size; a remainder at the border is dropped; of equal values
                    // the first in row order is the largest and takes the gradient
};
enum class ActivationKind { relu, sigmoid, tanh };
struct Activation {
  ActivationKind kind = ActivationKind::relu;
};
struct Flatten {};  // [h][w][c] as it lies in memory

using Layer = std::variant<Dense, Conv2d, MaxPool2d, Activation, Flatten>;

struct NetworkSpec {
  Shape input;
  std::vector<Layer> layers;
};

// One array of the canonical parameters.
struct ParameterBlock {
  size_t layer = 0;  // index into NetworkSpec::layers
  bool bias = false;
  size_t offset = 0;  // into the canonical array
  size_t count = 0;
  size_t fan_in = 0;  // of the weight; a bias has its weight's
  size_t fan_out = 0;
  size_t inputs = 0;  // rows of the weight seen as [inputs][outputs]; for a bias 1
  size_t outputs = 0;
};

inline size_t conv_padding(const Conv2d& conv) {
  return conv.padding == Padding::same ? (conv.kernel - 1) / 2 : 0;
}

// Shape after the layer. Throws ConfigError where the layer does not fit its input.
inline Shape output_shape(const Layer& layer, const Shape& in) {
  if (const auto* dense = std::get_if<Dense>(&layer)) {
    if (in.height != 1 || in.channels != 1)
      throw ConfigError("a dense layer follows an image of " + std::to_string(in.height) + "x" +
                        std::to_string(in.width) + "x" + std::to_string(in.channels) +
                        "; put a flatten layer before it");
    return {1, 1, dense->out};
  }
  if (const auto* conv = std::get_if<Conv2d>(&layer)) {
    const size_t padding = conv_padding(*conv);
    if (conv->padding == Padding::same && conv->kernel % 2 == 0)
      throw ConfigError("conv2d with padding same needs an odd kernel, found " +
                        std::to_string(conv->kernel));
    if (in.height + 2 * padding < conv->kernel || in.width + 2 * padding < conv->kernel)
      throw ConfigError("conv2d with kernel " + std::to_string(conv->kernel) +
                        " does not fit an image of " + std::to_string(in.height) + "x" +
                        std::to_string(in.width));
    return {conv->out, in.height + 2 * padding - conv->kernel + 1,
            in.width + 2 * padding - conv->kernel + 1};
  }
  if (const auto* pool = std::get_if<MaxPool2d>(&layer)) {
    if (in.height < pool->size || in.width < pool->size)
      throw ConfigError("max_pool2d of size " + std::to_string(pool->size) +
                        " does not fit an image of " + std::to_string(in.height) + "x" +
                        std::to_string(in.width));
    return {in.channels, in.height / pool->size, in.width / pool->size};
  }
  if (std::holds_alternative<Flatten>(layer)) return {1, 1, in.size()};
  return in;
}

inline Shape output_shape(const NetworkSpec& spec) {
  Shape shape = spec.input;
  for (const Layer& layer : spec.layers) shape = output_shape(layer, shape);
  return shape;
}

// Multiply-adds of one forward pass over one row.
inline size_t multiply_adds_per_row(const NetworkSpec& spec) {
  size_t total = 0;
  Shape shape = spec.input;
  for (const Layer& layer : spec.layers) {
    const Shape next = output_shape(layer, shape);
    if (const auto* conv = std::get_if<Conv2d>(&layer))
      total += next.size() * conv->kernel * conv->kernel * shape.channels;
    if (std::holds_alternative<Dense>(layer)) total += shape.size() * next.size();
    shape = next;
  }
  return total;
}

inline std::vector<ParameterBlock> parameter_blocks(const NetworkSpec& spec) {
  std::vector<ParameterBlock> blocks;
  size_t offset = 0;
  Shape shape = spec.input;
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const Shape next = output_shape(spec.layers[i], shape);
    size_t inputs = 0, outputs = 0, window = 1;
    if (const auto* dense = std::get_if<Dense>(&spec.layers[i])) {
      inputs = shape.size();
      outputs = dense->out;
    } else if (const auto* conv = std::get_if<Conv2d>(&spec.layers[i])) {
      window = conv->kernel * conv->kernel;
      inputs = window * shape.channels;
      outputs = conv->out;
    }
    if (outputs > 0) {
      const size_t fan_out = outputs * window;
      blocks.push_back({i, false, offset, inputs * outputs, inputs, fan_out, inputs, outputs});
      offset += inputs * outputs;
      blocks.push_back({i, true, offset, outputs, inputs, fan_out, 1, outputs});
      offset += outputs;
    }
    shape = next;
  }
  return blocks;
}

inline size_t parameter_count(const NetworkSpec& spec) {
  const std::vector<ParameterBlock> blocks = parameter_blocks(spec);
  return blocks.empty() ? 0 : blocks.back().offset + blocks.back().count;
}

}  // namespace logitbench
