// What experiments that are compared differ in beside their swept keys.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"

namespace logitbench {

struct ExperimentDifferences {
  // Dotted keys of the configs that do not take the same values in every folder, `swept` and what
  // is below them left out, and what changes no number: names, notes, metrics.
  std::vector<std::string> keys;
  std::vector<std::string> unknown;  // names of folders whose manifest is missing or damaged
};

// Nothing for one folder.
ExperimentDifferences experiment_differences(const std::vector<ResultsTables>& tables,
                                             const std::vector<std::string>& swept);

}  // namespace logitbench
