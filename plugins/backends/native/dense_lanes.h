// A dense layer on one block of 16 images. Its inputs may lie anywhere, as those of an image do:
// input k is the 16 lanes at x + at[k].
#pragma once

#include <span>

#include "finish.h"
#include "image_layout.h"

namespace logitbench::native {

struct DenseTask {
  std::span<const size_t> at;  // of each input
  size_t outputs = 0;
  const float* weight = nullptr;  // [input][output]
  const float* bias = nullptr;    // [output]
};

// Floats in a row of sums: whole vectors.
inline size_t dense_sums_row(size_t outputs) {
  return (outputs + kImageLanes - 1) / kImageLanes * kImageLanes;
}

// y[o] = finish(bias[o] + Σ(k) x[k] · weight[k][o]), y [output][lane].
void dense_forward(const DenseTask& task, const float* x, float* y, Finish finish);

// x[k] = finish(Σ(o) weight[k][o] · dy[o]).
void dense_input_gradient(const DenseTask& task, const float* dy, float* x, Finish finish);

// sums[k][o] += Σ(lane) x[k] · dy[o]; rows of `dense_sums_row` floats, on a cache line. `dy_rows`
// is room for [lane][row].
void add_dense_gradient(const DenseTask& task, const float* x, const float* dy, float* dy_rows,
                        float* sums);

}  // namespace logitbench::native
