// The order in which an epoch takes its rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <logitbench/random.h>

#include "core/config/experiment.h"

namespace logitbench {

class EpochOrder {
 public:
  // `rows` and `shuffles` outlive it.
  EpochOrder(const RunConfig& config, const std::vector<uint32_t>& rows, RandomStream& shuffles)
      : shuffle_(config.shuffle), rows_(rows), shuffles_(shuffles) {}

  // As the rows are, or in an order drawn anew; valid until the next call.
  std::span<const uint32_t> next() {
    if (!shuffle_) return rows_;
    order_ = shuffles_.permutation(rows_.size());
    for (uint32_t& position : order_) position = rows_[position];
    return order_;
  }

 private:
  bool shuffle_;
  const std::vector<uint32_t>& rows_;
  RandomStream& shuffles_;
  std::vector<uint32_t> order_;
};

}  // namespace logitbench
