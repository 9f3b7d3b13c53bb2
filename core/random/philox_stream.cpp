#include "core/random/philox_stream.h"

#include <cmath>
#include <numbers>
#include <numeric>

namespace logitbench {

std::array<uint32_t, 4> philox4x32_10(std::array<uint32_t, 4> counter,
                                      std::array<uint32_t, 2> key) {
  constexpr uint64_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
  constexpr uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = multiplier0 * counter[0], product1 = multiplier1 * counter[2];
    counter = {static_cast<uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<uint32_t>(product1),
               static_cast<uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<uint32_t>(product0)};
    key[0] += weyl0;
    key[1] += weyl1;
  }
  return counter;
}

PhiloxStream::PhiloxStream(uint64_t seed, uint32_t substream)
    : key_{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)}, substream_(substream) {}

uint32_t PhiloxStream::word() {
  if (used_ == words_.size()) {
    words_ = philox4x32_10(
        {static_cast<uint32_t>(block_), static_cast<uint32_t>(block_ >> 32), substream_, 0}, key_);
    ++block_;
    used_ = 0;
  }
  return words_[used_++];
}

double PhiloxStream::unit() {
  const uint64_t high = word();
  return static_cast<double>((high << 32 | word()) >> 11) * 0x1p-53;
}

void PhiloxStream::normal(std::span<double> out) {
  for (size_t i = 0; i < out.size(); i += 2) {
    const double radius = std::sqrt(-2.0 * std::log1p(-unit()));
    const double angle = 2.0 * std::numbers::pi * unit();
    out[i] = radius * std::cos(angle);
    if (i + 1 < out.size()) out[i + 1] = radius * std::sin(angle);
  }
}

void PhiloxStream::uniform(std::span<double> out, double low, double high) {
  for (double& value : out) value = low + (high - low) * unit();
}

std::vector<uint32_t> PhiloxStream::permutation(size_t n) {
  std::vector<uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (size_t i = n; i-- > 1;) {
    // Rejecting the last, incomplete copy of the range leaves every index equally likely.
    const uint64_t range = i + 1, usable = (uint64_t{1} << 32) / range * range;
    uint64_t draw;
    do draw = word();
    while (draw >= usable);
    std::swap(order[i], order[draw % range]);
  }
  return order;
}

}  // namespace logitbench
