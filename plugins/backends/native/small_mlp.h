// Two dense layers with relu between them, few inputs and few outputs: all of a row's work stays in
// registers, and the hidden layer is computed again rather than kept. On the calling thread.
#pragma once

#include <cstddef>

namespace logitbench::native {

inline constexpr size_t kFewNumbers = 4;  // inputs or outputs at most

// Hidden units are padded with zeros to a multiple of 32; all arrays start on a cache line.
struct SmallMlp {
  size_t inputs = 0;
  size_t hidden = 0;
  size_t outputs = 0;

  size_t padded() const { return (hidden + 31) / 32 * 32; }
  // [inputs][padded] weights of the first layer, its bias [padded], and of the second layer
  // [outputs][padded], its bias [outputs].
  size_t size() const { return (inputs + 1 + outputs) * padded() + 16; }
  float* bias1(float* all) const { return all + inputs * padded(); }
  float* weight2(float* all) const { return all + (inputs + 1) * padded(); }
  float* bias2(float* all) const { return all + (inputs + 1 + outputs) * padded(); }
};

// y[r] for rows of x [rows][inputs], y [rows][outputs].
void small_mlp_forward(const SmallMlp& mlp, const float* parameters, const float* x, size_t rows,
                       float* y);
// Gradients of all parameters, laid out as they are, from dy [rows][outputs].
void small_mlp_backward(const SmallMlp& mlp, const float* parameters, const float* x,
                        const float* dy, size_t rows, float* gradients);

}  // namespace logitbench::native
