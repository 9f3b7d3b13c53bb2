// curves.csv against the plan: cells, rows in plan order, epochs 0 to N, every metric that the
// config asks for in every epoch.
#pragma once

#include "core/diagnosis/results_view.h"

namespace logitbench {

void check_curves(const ResultsView& view, std::vector<Finding>& findings);

}  // namespace logitbench
