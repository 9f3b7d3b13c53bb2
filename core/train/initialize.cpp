#include "core/train/initialize.h"

#include <cmath>

namespace logitbench {

namespace {

// A weight seen as [height][width][channels][outputs]: what a convolution's kernel is, and what a
// dense layer behind a flattened image is too.
struct WeightShape {
  size_t height, width, channels, outputs;
};

std::vector<WeightShape> weight_shapes(const NetworkSpec& spec) {
  std::vector<WeightShape> result;
  Shape shape = spec.input, flattened{1, 1, 1};
  for (const Layer& layer : spec.layers) {
    if (std::holds_alternative<Flatten>(layer)) flattened = shape;
    if (const auto* conv = std::get_if<Conv2d>(&layer))
      result.push_back({conv->kernel, conv->kernel, shape.channels, conv->out});
    if (const auto* dense = std::get_if<Dense>(&layer)) {
      const bool image = flattened.size() == shape.size();
      const Shape from = image ? flattened : Shape{1, 1, shape.size()};
      result.push_back({from.height, from.width, from.channels, dense->out});
      flattened = {1, 1, dense->out};
    }
    shape = output_shape(layer, shape);
  }
  return result;
}

// From [outputs][channels][height][width] to the canonical order.
std::vector<double> from_torch_order(const std::vector<double>& drawn, const WeightShape& w) {
  std::vector<double> canonical(drawn.size());
  size_t next = 0;
  for (size_t o = 0; o < w.outputs; ++o)
    for (size_t c = 0; c < w.channels; ++c)
      for (size_t y = 0; y < w.height; ++y)
        for (size_t x = 0; x < w.width; ++x)
          canonical[((y * w.width + x) * w.channels + c) * w.outputs + o] = drawn[next++];
  return canonical;
}

double bound(const InitConfig& init, const ParameterBlock& block) {
  const double fan_in = static_cast<double>(block.fan_in);
  switch (init.scheme) {
    case InitScheme::glorot_uniform:
      return init.scale * std::sqrt(6.0 / (fan_in + static_cast<double>(block.fan_out)));
    case InitScheme::kaiming_uniform:
      return init.scale / std::sqrt(fan_in);
    default:
      return init.scale;
  }
}

std::vector<double> draw(const InitConfig& init, const ParameterBlock& block,
                         RandomStream& stream) {
  std::vector<double> values(block.count);
  if (init.scheme == InitScheme::normal) {
    stream.normal(values);
    // The product is taken in float, as `0.01 * randn` of a float32 program takes it.
    for (double& value : values) value = static_cast<float>(value) * static_cast<float>(init.std);
  } else {
    stream.uniform(values, -bound(init, block), bound(init, block));
    for (double& value : values) value = static_cast<float>(value);
  }
  return values;
}

}  // namespace

std::vector<double> initial_parameters(const NetworkSpec& spec, const InitConfig& init,
                                       RandomStream& stream) {
  std::vector<double> parameters(parameter_count(spec), 0.0);
  if (init.scheme == InitScheme::zeros) return parameters;
  const std::vector<WeightShape> shapes = weight_shapes(spec);
  size_t weight = 0;
  for (const ParameterBlock& block : parameter_blocks(spec)) {
    if (block.bias && !init.bias_same) continue;
    std::vector<double> values = draw(init, block, stream);
    if (!block.bias) {
      if (init.scheme == InitScheme::kaiming_uniform)
        values = from_torch_order(values, shapes[weight]);
      ++weight;
    }
    std::copy(values.begin(), values.end(),
              parameters.begin() + static_cast<std::ptrdiff_t>(block.offset));
  }
  return parameters;
}

}  // namespace logitbench
