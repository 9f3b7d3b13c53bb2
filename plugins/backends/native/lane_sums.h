// Sums over the blocks of a batch: each part of the batch, a thread each, has its own, and each of
// the 16 lanes.
#pragma once

#include <float_network/buffer.h>

#include <algorithm>

#include "activation_lanes.h"

namespace logitbench::native {

class LaneSums {
 public:
  LaneSums(size_t parts, size_t count)
      : part_floats_(count * kImageLanes), sums_(parts * part_floats_) {}

  float* of(size_t part) { return sums_.data() + part * part_floats_; }  // [count][lane]
  void clear(size_t part) { std::fill_n(of(part), part_floats_, 0.0f); }
  // totals[i], i in [first, last): over the lanes of the first `parts` parts.
  void total(size_t parts, size_t first, size_t last, float* totals) const {
    total_lanes(sums_.data() + first * kImageLanes, parts, part_floats_, last - first,
                totals + first);
  }

 private:
  size_t part_floats_;
  float_network::Buffer sums_;
};

}  // namespace logitbench::native
