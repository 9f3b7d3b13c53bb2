// What a run records.
#pragma once

#include <string_view>

#include <logitbench/metric.h>

#include "core/config/experiment.h"

namespace logitbench {

// Of a metric's name: whether it is recorded unasked.
bool is_always_recorded(std::string_view metric);

// Whether a run with this config records the metric.
bool records(const RunConfig& config, const MetricInfo& metric);

}  // namespace logitbench
