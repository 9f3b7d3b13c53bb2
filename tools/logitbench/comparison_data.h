// A comparison for other programs: every number, unrounded. Keys and columns: results/README.md.
#pragma once

#include <ostream>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/metric_choice.h"

namespace logitbench {

void print_comparison_json(const Comparison& comparison, const MetricChoice& metric,
                           std::ostream& out);
// A row for each group, the reference among them.
void print_comparison_csv(const Comparison& comparison, const MetricChoice& metric,
                          std::ostream& out);

}  // namespace logitbench
