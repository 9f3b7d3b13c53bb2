#include "tools/logitbench/bench/network_work.h"

namespace logitbench::bench {

double forward_flops(const NetworkSpec& spec) {
  return 2.0 * static_cast<double>(multiply_adds_per_row(spec));
}

double backward_flops(const NetworkSpec& spec) {
  NetworkSpec first{spec.input, {}};
  for (const Layer& layer : spec.layers) {
    first.layers.push_back(layer);
    if (multiply_adds_per_row(first) > 0) break;
  }
  return 2.0 * forward_flops(spec) - forward_flops(first);
}

}  // namespace logitbench::bench
