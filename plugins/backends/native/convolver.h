// The two sums that a convolution layer is made of, each by the method that suits its sizes.
#pragma once

#include <float_network/parameter_store.h>
#include <logitbench/parallel.h>

#include <memory>

#include "finish.h"
#include "image_layout.h"

namespace logitbench::native {

// out[o][y][x] = Σ(c, a, b) kernel[a][b][c][o] · in[c][y + a - before][x + b - before]
struct ConvPlace {
  ImageGeometry in;
  ImageGeometry out;
  size_t kernel = 0;
  size_t before = 0;  // pixels of the border under the kernel at pixel (0, 0)
  size_t parts = 0;   // that may run at the same time
};

// A layer's weight, or, for the gradient by its input, the same with inputs and outputs changed
// over and the kernel turned by half a turn.
struct KernelView {
  const float* weight = nullptr;  // [kernel][kernel][layer's inputs][layer's outputs]
  size_t kernel = 0;
  size_t layer_inputs = 0;
  size_t layer_outputs = 0;
  bool turned = false;

  float at(size_t a, size_t b, size_t c, size_t o) const {
    const size_t last = kernel - 1;
    return turned
               ? weight[(((last - a) * kernel + last - b) * layer_inputs + o) * layer_outputs + c]
               : weight[((a * kernel + b) * layer_inputs + c) * layer_outputs + o];
  }
};

class Convolver {
 public:
  virtual ~Convolver() = default;
  virtual void set_weights(const KernelView& kernel) = 0;
  // One block. `bias` fills whole tiles of kOutTile outputs, or there is none.
  virtual void run(size_t part, const float* in, const float* bias, Finish finish, float* out) = 0;
};

std::unique_ptr<Convolver> make_direct_convolver(const ConvPlace& place);
std::unique_ptr<Convolver> make_winograd_convolver(const ConvPlace& place, size_t tile);
// By tiles of `tile` × `tile` pixels, where that pays.
std::unique_ptr<Convolver> make_convolver(const ConvPlace& place, size_t tile);

// Σ(blocks, y, x) d_out[o][y][x] · in[c][y + a - before][x + b - before]
class ConvWeightGradient {
 public:
  virtual ~ConvWeightGradient() = default;
  virtual void clear(size_t part) = 0;
  virtual void add(size_t part, const float* in, const float* d_out) = 0;
  // From the first `parts` parts: d_weight [kernel][kernel][c][o].
  virtual void finish(size_t parts, Parallel& parallel, float* d_weight) = 0;
};

std::unique_ptr<ConvWeightGradient> make_direct_weight_gradient(const ConvPlace& place);
std::unique_ptr<ConvWeightGradient> make_winograd_weight_gradient(const ConvPlace& place);
std::unique_ptr<ConvWeightGradient> make_weight_gradient(const ConvPlace& place);

}  // namespace logitbench::native
