// Whether the values of a metric may stand beside each other at all.
#pragma once

#include <optional>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"
#include "core/config/experiment.h"

namespace logitbench {

// What all runs do with their loss: minimize it, where the metric is none that the loss has a say
// in. Throws Error with exit code 3 where the metric is measured in the loss's own unit
// (<logitbench/metric.h>) and the runs have losses of different kinds, naming them and the common
// yardsticks.
Objective one_objective(const std::vector<ResultsTables>& tables, const MetricChoice& choice);

// What all runs do with their loss; none where that refuses to say for the loss itself, or where a
// manifest does not.
std::optional<Objective> common_objective(const std::vector<ResultsTables>& tables);

}  // namespace logitbench
