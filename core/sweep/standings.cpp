#include "core/sweep/standings.h"

#include <algorithm>
#include <limits>

#include "core/config/metric_direction.h"

namespace logitbench {

double best_within(const Standing& standing, uint64_t epochs, bool larger_is_better) {
  double best = std::numeric_limits<double>::quiet_NaN();
  for (size_t i = 0; i < std::min<size_t>(epochs, standing.values.size()); ++i)
    if (is_better(standing.values[i], best, larger_is_better)) best = standing.values[i];
  return best;
}

RunLimit no_limit(const Plan& plan) {
  RunLimit limit;
  limit.split = plan.stop.split;
  limit.metric = plan.stop.metric;
  limit.larger_is_better = larger_is_better(limit.metric, plan.runs.front().config.objective);
  return limit;
}

uint64_t most_epochs(const Plan& plan, const std::vector<size_t>& runs) {
  uint64_t most = 0;
  for (const size_t run : runs) most = std::max(most, plan.runs[run].config.epochs);
  return most;
}

}  // namespace logitbench
