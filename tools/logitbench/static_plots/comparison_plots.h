// Means and 95 % intervals of settings that are compared.
#pragma once

#include <vector>

#include "core/record/value_json.h"
#include "tools/logitbench/static_plots/plot.h"
#include "tools/logitbench/static_plots/plot_names.h"

namespace logitbench {

// `page`: page_data(). Without the comparisons in which nothing has a value.
std::vector<Plot> comparison_plots(const Json& page, PlotNames& names);

}  // namespace logitbench
