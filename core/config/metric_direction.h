// Which of two values of a metric is the better one.
#pragma once

#include <string_view>

#include "core/config/experiment.h"

namespace logitbench {

// As the metric of this series declares it (<logitbench/metric.h>), but for the loss of a run that
// maximizes it. Throws std::logic_error for a name that no series has.
bool larger_is_better(std::string_view metric, Objective objective);

// NaN is worse than any number.
bool is_better(double a, double b, bool larger_is_better);

}  // namespace logitbench
