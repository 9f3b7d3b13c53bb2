// bfloat16: the upper half of a float, as bits.
#pragma once

#include <bit>
#include <cstdint>

namespace logitbench::float_network {

// To nearest, ties to even. A NaN stays one, whatever its lowest bits.
inline uint16_t to_bfloat16(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  const uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
  const uint32_t quiet = bits >> 16 | 0x40u;
  return static_cast<uint16_t>((bits & 0x7fffffffu) > 0x7f800000u ? quiet : rounded);
}

}  // namespace logitbench::float_network
