// Units of a network's ReLU layers that are zero for every row.
#pragma once

#include <cstddef>
#include <vector>

#include "core/train/prepared_run.h"

namespace logitbench {

struct ReluLayer {
  size_t layer = 0;  // index into the spec
  size_t units = 0;  // outputs of a dense layer, channels of a convolution
  size_t dead = 0;
  size_t rows = 0;  // looked at
};

// With these parameters (canonical), on rows spread over the training rows.
std::vector<ReluLayer> relu_layers(const PreparedRun& run, const RunConfig& config,
                                   const std::vector<double>& parameters);

}  // namespace logitbench
