// The order in which an epoch takes its rows.
#pragma once

#include <cstdint>
#include <vector>

#include <logitbench/random.h>

#include "core/config/experiment.h"

namespace logitbench {

// As they are, or in an order drawn anew.
inline std::vector<uint32_t> epoch_order(const RunConfig& config, const std::vector<uint32_t>& rows,
                                         RandomStream& shuffles) {
  if (!config.shuffle) return rows;
  std::vector<uint32_t> order = shuffles.permutation(rows.size());
  for (uint32_t& position : order) position = rows[position];
  return order;
}

}  // namespace logitbench
