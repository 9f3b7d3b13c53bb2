// bfloat16: the upper half of a float, rounded to nearest, ties to even.
#pragma once

#include <bit>
#include <cstdint>

namespace logitbench {

// Not for NaN, whose lowest bits could carry it into infinity: a loop that finds values that are
// not finite rounds again.
inline uint16_t number_to_bfloat16(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  return static_cast<uint16_t>((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

// NaN stays NaN.
inline uint16_t to_bfloat16(float value) {
  constexpr uint32_t kQuiet = 0x0040u;  // some bit of a NaN is set in the upper half too
  return value == value ? number_to_bfloat16(value)
                        : static_cast<uint16_t>(std::bit_cast<uint32_t>(value) >> 16 | kQuiet);
}

inline float from_bfloat16(uint16_t half) {
  return std::bit_cast<float>(static_cast<uint32_t>(half) << 16);
}

}  // namespace logitbench
