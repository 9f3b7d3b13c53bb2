// Random features, parameters and gradients for checking backends.
//
// `plain` draws are what training sees. At a kink (relu at zero, two equal candidates of a pool) a
// rounding error decides which side the gradient takes, and the two answers have nothing to do with
// each other. `exact` draws are therefore small integers times powers of two: convolutions, dense
// layers, relu and pooling on them are exact in float, so that a backend in float and one in double
// stand on the same side of every kink, and ties are real ties.
#pragma once

#include <logitbench/layers.h>
#include <logitbench/views.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace logitbench::testing {

enum class Draw { plain, exact };
enum class Stored { bytes, floats, doubles };

class InputSource {
 public:
  InputSource(Draw draw, uint64_t seed) : draw_(draw), bits_(seed) {}

  // In [-1, 1], a float.
  double number() {
    if (draw_ == Draw::exact) return (static_cast<double>(below(17)) - 8) / 8;
    return static_cast<float>(static_cast<double>(bits_() >> 11) * 0x1p-52 - 1);
  }

  std::vector<double> numbers(size_t count) {
    std::vector<double> result(count);
    for (double& value : result) value = number();
    return result;
  }

  // Weights that keep the size of what passes through; biases alike.
  std::vector<double> parameters(const NetworkSpec& spec) {
    std::vector<double> canonical(parameter_count(spec));
    for (const ParameterBlock& block : parameter_blocks(spec)) {
      const double width = std::sqrt(static_cast<double>(block.fan_in));
      const double exact_scale = std::exp2(-std::round(std::log2(width)));
      for (size_t i = 0; i < block.count; ++i)
        canonical[block.offset + i] = draw_ == Draw::exact
                                          ? (static_cast<double>(below(3)) - 1) * exact_scale
                                          : static_cast<float>(number() * 1.7 / width);
    }
    return canonical;
  }

  Features features(const Shape& shape, size_t rows, Stored stored) {
    Features result;
    result.shape = shape;
    result.rows = rows;
    const size_t count = rows * shape.size();
    if (stored == Stored::bytes) {
      std::vector<uint8_t> bytes(count);
      for (uint8_t& byte : bytes)
        byte = static_cast<uint8_t>(below(draw_ == Draw::exact ? 9 : 256));
      result.values = std::move(bytes);
      result.divisor = draw_ == Draw::exact ? 8 : 255;
    } else if (stored == Stored::floats) {
      const std::vector<double> values = numbers(count);
      result.values = std::vector<float>(values.begin(), values.end());
      result.divisor = 2;
    } else {
      result.values = numbers(count);
    }
    return result;
  }

  // `count` row numbers, in any order, with repeats.
  std::vector<uint32_t> rows(size_t count, size_t of) {
    std::vector<uint32_t> result(count);
    for (uint32_t& row : result) row = static_cast<uint32_t>(below(of));
    return result;
  }

 private:
  uint64_t below(uint64_t limit) { return bits_() % limit; }

  Draw draw_;
  std::mt19937_64 bits_;
};

}  // namespace logitbench::testing
