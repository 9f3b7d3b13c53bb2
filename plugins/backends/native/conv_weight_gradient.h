// The gradient of a convolution's weight, summed over the pixels of one block of 16
// images, each lane for itself:
//   sums[o][c][a][b] += Σ(y, x) d_out[o][y][x] · in[c][y + a][x + b]
#pragma once

#include "image_layout.h"

namespace logitbench::native {

struct ConvGradientTask {
  const float* in = nullptr;  // under the first tap of pixel (0, 0)
  size_t in_row = 0;          // floats, as all strides
  size_t in_channel = 0;
  const float* d_out = nullptr;  // pixel (0, 0)
  size_t out_row = 0;
  size_t out_channel = 0;
  size_t inputs = 0;  // channels
  size_t outputs = 0;
  size_t kernel = 0;
  size_t height = 0;  // of the output
  size_t width = 0;
  float* sums = nullptr;  // [output][input][kernel][kernel][lane]
};

void add_conv_gradient(const ConvGradientTask& task);

}  // namespace logitbench::native
