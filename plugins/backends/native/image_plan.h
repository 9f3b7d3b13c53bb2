// What the image engine makes of a network: which images there are, and the steps between them.
#pragma once

#include <logitbench/layers.h>

#include <vector>

#include "finish.h"
#include "image_layout.h"

namespace logitbench::native {

struct ImageTensor {
  ImageGeometry geometry;
  Finish slope = Finish::plain;  // of the activation that made it
  bool kept = true;  // for the backward pass; else the blocks of a part share one piece of memory
  // Made again in the backward pass: that costs less than to bring it back from memory.
  bool made_again = false;
};

struct ImageStep {
  size_t layer = 0;  // of the spec
  size_t in = 0;     // tensors; the same for an activation in place
  size_t out = 0;
  Finish finish = Finish::plain;
  bool trained = false;
  bool wants_dx = false;
};

struct ImagePlan {
  std::vector<ImageTensor> tensors;  // the first is the network's input, the last its logits
  std::vector<ImageStep> steps;
  bool rounds_input = false;
};

// `rounds`: what a product reads is rounded to bfloat16 where it is made, before the pools and
// flatten layers in between, which only choose among the numbers.
ImagePlan plan_images(const NetworkSpec& spec, bool rounds);

}  // namespace logitbench::native
