// Convolution of one block of 16 images, of any kernel, by its definition:
//   out[o][y][x] = finish(bias[o] + Σ(tap) weight[tap][o] · in[taps[tap] + pixel (y, x)])
// A tap is an input channel and a place in the kernel. It serves the forward pass and, with kernel
// and channels turned round, the gradient by the input.
#pragma once

#include <span>

#include "finish.h"
#include "image_layout.h"

namespace logitbench::native {

inline constexpr size_t kOutTile = 8;  // output channels whose weights lie side by side

inline size_t out_tiles(size_t outputs) { return (outputs + kOutTile - 1) / kOutTile; }

struct ConvTask {
  const float* in = nullptr;       // under the first tap of pixel (0, 0)
  size_t in_row = 0;               // floats, as all strides
  std::span<const size_t> taps;    // offsets
  const float* weights = nullptr;  // [out tile][tap][kOutTile], zeros after the last output
  const float* bias = nullptr;     // [out tiles · kOutTile], or none
  float* out = nullptr;            // pixel (0, 0)
  size_t out_row = 0;
  size_t out_channel = 0;
  size_t outputs = 0;
  size_t height = 0;  // of the output
  size_t width = 0;
  Finish finish = Finish::plain;
};

void convolve_direct(const ConvTask& task);

}  // namespace logitbench::native
