// A network of one small hidden layer, all of it in registers: x W1 + b1, ReLU, h W2 + b2. Forward,
// rows lie in the lanes and the hidden layer is not kept; backward it is made again, with hidden
// units in the lanes, so that no sum crosses lanes.
#pragma once

#include <cstddef>

namespace logitbench::native {

// Inputs and outputs that the kernels have registers for.
inline constexpr size_t kMostSmallColumns = 4;

// The arrays as they lie in the canonical layout: w1 [inputs][hidden], b1 [hidden],
// w2 [hidden][outputs], b2 [outputs].
struct SmallWeights {
  size_t inputs, hidden, outputs;
  const float *w1, *b1, *w2, *b2;
};
struct SmallGradients {
  float *w1, *b1, *w2, *b2;
};

// Rows that a call takes at once: arrays of rows end at a multiple of it, what lies behind the last
// row is read (and may be any number) and written.
size_t small_block_rows();
// Floats of scratch for one call of small_backward, aligned to 64 bytes.
size_t small_scratch_floats(const SmallWeights& weights);

// logits [rows][outputs] of x [rows][inputs], for whole blocks of rows.
void small_forward(const SmallWeights& weights, const float* x, size_t rows, float* logits);

// Gradients of the rows given, into scratch, which small_collect adds up.
void small_backward(const SmallWeights& weights, const float* x, const float* d_logits, size_t rows,
                    float* scratch);

// The sum over parts of what small_backward left in their scratch, part by part.
void small_collect(const SmallWeights& weights, float* const* scratch, size_t parts,
                   const SmallGradients& gradients);

}  // namespace logitbench::native
