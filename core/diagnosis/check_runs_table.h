// runs.csv against the plan: columns, cells, one row per run in plan order.
#pragma once

#include "core/diagnosis/results_view.h"

namespace logitbench {

void check_runs_table(const ResultsView& view, std::vector<Finding>& findings);

}  // namespace logitbench
