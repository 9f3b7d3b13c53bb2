// G of winograd.h, row by row, for tiles of 2×2 and of 4×4 pixels.
#pragma once

#include <array>
#include <span>

namespace logitbench::native {

using KernelRow = std::array<float, 3>;

inline std::span<const KernelRow> kernel_transform(size_t tile) {
  static constexpr KernelRow kOfTwo[] = {
      {1, 0, 0}, {0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f}, {0, 0, 1}};
  static constexpr float k6 = 1.0f / 6, k12 = 1.0f / 12, k24 = 1.0f / 24;
  static constexpr KernelRow kOfFour[] = {{0.25f, 0, 0},  {-k6, -k6, -k6}, {-k6, k6, -k6},
                                          {k24, k12, k6}, {k24, -k12, k6}, {0, 0, 1}};
  if (tile == 2) return kOfTwo;
  return kOfFour;
}

}  // namespace logitbench::native
