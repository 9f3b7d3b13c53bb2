// What a training records of its gradients, and their clipping: grad_norm, the norm of the whole
// gradient, and grad_norm.layer.<n>, that of layer n's, both before clipping and as means over the
// epoch's steps. Norms cost a pass over the gradient: they are taken only where somebody asked for
// them.
#pragma once

#include <optional>
#include <vector>

#include <logitbench/layers.h>
#include <logitbench/network.h>
#include <logitbench/recorder.h>

#include "core/config/experiment.h"

namespace logitbench {

class GradientWatch {
 public:
  // `blocks`: of the network's canonical parameters.
  GradientWatch(const RunConfig& config, const std::vector<ParameterBlock>& blocks);

  // After a backward pass.
  void measure_and_clip(Network& network);
  // Appends the epoch's values, and begins the next.
  void report(std::vector<MetricValue>& values);

 private:
  struct LayerNorm {
    size_t number = 0;  // from 1, over layers of all kinds
    size_t offset = 0, count = 0;
    double sum = 0;  // of norms
  };

  void measure_layers(const Network& network);

  bool recorded_;
  std::optional<double> limit_;
  double sum_ = 0;
  uint64_t steps_ = 0;
  std::vector<LayerNorm> layers_;  // none where they were not asked for
  std::vector<double> canonical_;  // the gradient
};

}  // namespace logitbench
