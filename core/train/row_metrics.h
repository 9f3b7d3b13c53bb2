// Metrics of the rows' probabilities and decisions beyond the means of metrics.cpp: brier, ece,
// ece_adaptive and class_accuracy. Definitions: metrics.h.
#pragma once

#include <memory>
#include <string>

#include "core/train/metrics.h"

namespace logitbench {

// Null for another name. `loss` must outlive it.
std::unique_ptr<Metric> make_row_metric(const std::string& name, const Loss& loss, size_t classes);

}  // namespace logitbench
