// tables.csv against the plan: cells, rows of planned runs in plan order.
#pragma once

#include "core/diagnosis/results_view.h"

namespace logitbench {

void check_tables(const ResultsView& view, std::vector<Finding>& findings);

}  // namespace logitbench
