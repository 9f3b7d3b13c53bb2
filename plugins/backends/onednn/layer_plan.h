// A layer's part of a plan: it adds its primitives to the two passes.
#pragma once

#include <logitbench/layers.h>

#include <memory>
#include <optional>

#include <float_network/parameter_store.h>
#include "workshop.h"

namespace logitbench::onednn {

using namespace float_network;

class LayerPlan {
 public:
  virtual ~LayerPlan() = default;
  // Whether it can write floats while it computes in bfloat16, as the logits want it.
  virtual bool writes_floats() const { return false; }
  // Plans the output from the input; both [rows][h][w][c].
  virtual void forward(Workshop& workshop, Tensor src, Tensor dst) = 0;
  // Plans the parameter gradients and, if wanted, the input's gradient (else null) from the
  // output's, which may be overwritten. Called after forward.
  virtual Tensor backward(Workshop& workshop, Tensor diff_dst, bool wants_diff_src) = 0;
};

using Fused = std::optional<ActivationKind>;  // the activation that follows, done on the way

std::unique_ptr<LayerPlan> plan_dense(const Shape& in, const Shape& out,
                                      const LayerParameters& parameters, Fused fused);
std::unique_ptr<LayerPlan> plan_conv2d(const Conv2d& conv, const Shape& in, const Shape& out,
                                       const LayerParameters& parameters, Fused fused);
std::unique_ptr<LayerPlan> plan_max_pool2d(const MaxPool2d& pool, const Shape& in,
                                           const Shape& out);
std::unique_ptr<LayerPlan> plan_activation(ActivationKind kind, const Shape& shape);

// For layers that fuse: the attributes of their forward primitive, and what stands in front of
// their backward ones. dst and diff are [rows][size]; diff is overwritten.
dnnl::primitive_attr with_activation(const Workshop& workshop, Fused fused);
void add_activation_backward(Workshop& workshop, ActivationKind kind, size_t size, Tensor dst,
                             Tensor diff);

}  // namespace logitbench::onednn
