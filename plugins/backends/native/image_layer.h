// A layer of the image engine. It works on one block of 16 images at a time; the blocks of a batch
// are split over the threads into parts, and each part has sums of its own for the gradients.
//
// Values are overwritten by their gradients: backward finds in y the gradient by the layer's sums
// (before a fused activation), and leaves in x the gradient by the sums of the layer before.
#pragma once

#include <float_network/parameter_store.h>
#include <logitbench/parallel.h>

#include <memory>

#include "finish.h"
#include "image_layout.h"

namespace logitbench::native {

struct LayerPlace {
  ImageGeometry in;
  ImageGeometry out;
  Finish finish = Finish::plain;  // of the layer's own sums, or of an activation's values
  Finish slope = Finish::plain;   // of the activation that made x
  bool wants_dx = false;
  size_t blocks = 0;  // at most, as parts
  size_t parts = 0;
  float_network::LayerParameters parameters;
};

class ImageLayer {
 public:
  virtual ~ImageLayer() = default;
  // Before the blocks of a pass, on one thread: the parameters have new values.
  virtual void begin_forward() {}
  virtual void begin_backward() {}
  virtual void forward(size_t part, size_t block, const float* x, float* y) = 0;
  virtual void clear_sums(size_t /*part*/) {}
  virtual void backward(size_t part, size_t block, float* x, const float* y) = 0;
  // The gradients from the sums of the first `parts` parts.
  virtual void finish_backward(size_t /*parts*/, Parallel&) {}
};

std::unique_ptr<ImageLayer> make_conv(const Conv2d& conv, const LayerPlace& place);
std::unique_ptr<ImageLayer> make_pool(const MaxPool2d& pool, const LayerPlace& place);
std::unique_ptr<ImageLayer> make_dense(const LayerPlace& place);
std::unique_ptr<ImageLayer> make_activation(ActivationKind kind, const LayerPlace& place);
// Same numbers, another shape.
std::unique_ptr<ImageLayer> make_flatten(const LayerPlace& place);

}  // namespace logitbench::native
