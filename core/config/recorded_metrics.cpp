#include "core/config/recorded_metrics.h"

#include <algorithm>

namespace logitbench {

bool is_always_recorded(std::string_view metric) {
  return std::any_of(kAlwaysRecorded.begin(), kAlwaysRecorded.end(),
                     [&](const MetricInfo& always) { return always.name == metric; });
}

bool records(const RunConfig& config, const MetricInfo& metric) {
  return is_always_recorded(metric.name) || config.asks_for(metric.name);
}

}  // namespace logitbench
