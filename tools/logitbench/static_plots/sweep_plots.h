// What is judged by, by each swept key and by each two of them, as the page shows it: a line with
// bands over numbers, dots over names, a heat map over two keys; and where each run has values of
// its own, the runs.
#pragma once

#include <vector>

#include "core/record/value_json.h"
#include "tools/logitbench/static_plots/plot.h"
#include "tools/logitbench/static_plots/plot_names.h"

namespace logitbench {

// `page`: page_data(). Without the views in which nothing has a value.
std::vector<Plot> sweep_plots(const Json& page, PlotNames& names);

}  // namespace logitbench
