// A network of two small layers on a team: each part has rows, parameters and gradients of its own.
#pragma once

#include <float_network/gather.h>

#include <vector>

#include "small_mlp.h"
#include "stage.h"

namespace logitbench::native {

class SmallMlpRunner {
 public:
  static bool suits(const std::vector<Stage>& stages);
  SmallMlpRunner(const std::vector<Stage>& stages, size_t max_batch, size_t max_parts);

  // The rows of a part of a batch; writes the logits.
  void forward_part(float_network::Gather& gather, const Batch& batch, size_t part, Range rows);
  void backward_part(const float* d_logits, size_t part, Range rows);
  // The gradients of all parts.
  void sum_parts(size_t parts);

 private:
  void take_parameters(float* to) const;

  const Stage& first_;
  const Stage& second_;
  SmallMlp mlp_;
  float_network::Buffer x_;
  std::vector<float_network::Buffer> parameters_;  // of each part
  std::vector<float_network::Buffer> gradients_;
};

}  // namespace logitbench::native
