// Curves by epoch: of each series the lines and bands that the page draws first, and what the
// config expects.
#pragma once

#include <vector>

#include "core/record/value_json.h"
#include "tools/logitbench/static_plots/plot.h"
#include "tools/logitbench/static_plots/plot_names.h"

namespace logitbench {

// `page`: page_data(). Without the series of which no group has a finite value.
std::vector<Plot> curve_plots(const Json& page, PlotNames& names);

}  // namespace logitbench
