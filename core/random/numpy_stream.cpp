#include "core/random/numpy_stream.h"

#include <bit>
#include <cmath>
#include <numeric>
#include <string>

#include <logitbench/error.h>

namespace logitbench {

NumpyStream::NumpyStream(uint64_t seed) : words_(static_cast<uint32_t>(seed)) {
  if (seed > UINT32_MAX)
    throw ConfigError("seed " + std::to_string(seed) +
                      " is too large for the numpy generator, which takes 0 to 4294967295");
}

double NumpyStream::unit() {
  const uint32_t high = words_() >> 5, low = words_() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

void NumpyStream::normal(std::span<double> out) {
  for (double& value : out) {
    if (has_kept_) {
      has_kept_ = false;
      value = kept_;
      continue;
    }
    double x, y, square;
    do {
      x = 2.0 * unit() - 1.0;
      y = 2.0 * unit() - 1.0;
      square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    const double factor = std::sqrt(-2.0 * std::log(square) / square);
    kept_ = factor * x;
    has_kept_ = true;
    value = factor * y;
  }
}

void NumpyStream::uniform(std::span<double> out, double low, double high) {
  for (double& value : out) value = low + (high - low) * unit();
}

uint32_t NumpyStream::at_most(uint32_t largest) {
  if (largest == 0) return 0;
  const uint32_t mask = UINT32_MAX >> std::countl_zero(largest);
  uint32_t word;
  do word = words_() & mask;
  while (word > largest);
  return word;
}

std::vector<uint32_t> NumpyStream::permutation(size_t n) {
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (size_t i = n; i-- > 1;) std::swap(order[i], order[at_most(static_cast<uint32_t>(i))]);
  return order;
}

}  // namespace logitbench
