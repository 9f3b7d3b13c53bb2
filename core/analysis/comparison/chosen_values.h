// The number that each run is compared by.
#pragma once

#include <optional>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"

namespace logitbench {

using ChosenValues =
    std::vector<std::optional<double>>;  // of each run of a folder; none: it has none

// For each folder: from runs.csv, or from curves.csv where the choice is an epoch. Throws
// ConfigError, with what was recorded, where runs have ended and none has such a value.
std::vector<ChosenValues> chosen_values(const std::vector<ResultsTables>& tables,
                                        const MetricChoice& choice);

}  // namespace logitbench
