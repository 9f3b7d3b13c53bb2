// What experiments that are compared differ in beside their swept keys.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"

namespace logitbench {

// Dotted keys of the configs that do not take the same values in every folder, `swept` and what is
// below them left out, and what changes no number: names, notes, metrics. Empty for one folder.
// Throws DataError where a manifest is missing or is none.
std::vector<std::string> experiment_differences(const std::vector<ResultsTables>& tables,
                                                const std::vector<std::string>& swept);

}  // namespace logitbench
