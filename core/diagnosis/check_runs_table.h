// runs.csv against the plan: columns, cells, one row per run in plan order.
#pragma once

#include "core/diagnosis/results_view.h"

namespace logitbench {

void check_runs_table(const ResultsView& view, std::vector<Finding>& findings);

// Line ends and a text that ends within a line, of either table. Reads it to its end.
void check_table_text(const std::string& text, const std::string& place,
                      std::vector<Finding>& findings);

}  // namespace logitbench
