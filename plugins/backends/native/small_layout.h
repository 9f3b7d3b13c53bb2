// Weights (or gradients) of a small network with the hidden units side by side, zero behind the
// last: w1 [inputs][units], b1 [units], w2 transposed [outputs][units], b2 [outputs].
#pragma once

#include <algorithm>

#include "small_kernels.h"

namespace logitbench::native {

struct SmallLayout {
  size_t inputs, hidden, outputs;

  static constexpr size_t kUnitsStep = 16;  // floats of a cache line, and of the widest vector

  size_t units() const { return (hidden + kUnitsStep - 1) / kUnitsStep * kUnitsStep; }
  size_t w1(size_t input) const { return input * units(); }
  size_t b1() const { return inputs * units(); }
  size_t w2(size_t output) const { return (inputs + 1 + output) * units(); }
  size_t b2() const { return (inputs + 1 + outputs) * units(); }
  size_t size() const { return b2() + kUnitsStep; }

  // The padding is written too: what it held may be anything.
  void pack(const SmallWeights& w, float* to) const {
    for (size_t i = 0; i < inputs; ++i) padded(w.w1 + i * hidden, to + w1(i));
    padded(w.b1, to + b1());
    for (size_t c = 0; c < outputs; ++c) {
      float* row = to + w2(c);
      for (size_t j = 0; j < hidden; ++j) row[j] = w.w2[j * outputs + c];
      std::fill(row + hidden, row + units(), 0.0f);
    }
  }

  void unpack(const float* from, const SmallGradients& to) const {
    for (size_t i = 0; i < inputs; ++i) std::copy_n(from + w1(i), hidden, to.w1 + i * hidden);
    std::copy_n(from + b1(), hidden, to.b1);
    for (size_t c = 0; c < outputs; ++c)
      for (size_t j = 0; j < hidden; ++j) to.w2[j * outputs + c] = from[w2(c) + j];
    std::copy_n(from + b2(), outputs, to.b2);
  }

 private:
  void padded(const float* from, float* to) const {
    std::fill(std::copy_n(from, hidden, to), to + units(), 0.0f);
  }
};

}  // namespace logitbench::native
