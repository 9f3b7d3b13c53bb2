#include "core/config/metric_direction.h"

#include <logitbench/metric.h>

#include <cmath>
#include <stdexcept>
#include <string>

namespace logitbench {

bool larger_is_better(std::string_view metric, Objective objective) {
  if (metric == "loss" && objective == Objective::maximize) return true;
  const MetricInfo* info = metric_of_series(metric);
  if (info == nullptr) throw std::logic_error("no series is named '" + std::string(metric) + "'");
  return !info->smaller_is_better;
}

bool is_better(double a, double b, bool larger_is_better) {
  if (std::isnan(a) || std::isnan(b)) return !std::isnan(a) && std::isnan(b);
  return larger_is_better ? a > b : a < b;
}

}  // namespace logitbench
