// Max pooling of one block of 16 images. Of equal pixels the first in row order is the largest; NaN
// is larger than any number.
#pragma once

#include <cstdint>

#include "image_layout.h"

namespace logitbench::native {

inline constexpr size_t kMaxPoolSize = 256;  // so that a winner's number is a uint16_t

struct PoolTask {
  size_t size = 0;
  ImageGeometry in;
  ImageGeometry out;
};

// Writes the pixels of `out`, and for each the number of the one that won, row by row in its
// window: winners [channel][row][pixel][lane].
void pool_forward(const PoolTask& task, const float* in, float* out, uint16_t* winners);

// Overwrites the pixels of `d_in`, those of a remainder that no window covers with zero.
void pool_backward(const PoolTask& task, const float* d_out, const uint16_t* winners, float* d_in);

}  // namespace logitbench::native
