// A comparison for the terminal, and in Markdown.
#pragma once

#include <ostream>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/metric_choice.h"

namespace logitbench {

// Tables first, the answer last, where it is seen.
void print_comparison(const Comparison& comparison, const MetricChoice& metric, std::ostream& out);

// The same as GitHub shows it. Names stand as they are, whatever is in them.
void print_comparison_markdown(const Comparison& comparison, const MetricChoice& metric,
                               std::ostream& out);

}  // namespace logitbench
