// Reliability diagrams and confusion matrices of the settings whose runs recorded them.
#pragma once

#include <vector>

#include "core/record/value_json.h"
#include "tools/logitbench/static_plots/plot.h"
#include "tools/logitbench/static_plots/plot_names.h"

namespace logitbench {

// Of more settings only the first ones: two pictures of each.
inline constexpr size_t kMostClassTablePlots = 24;

// `page`: page_data().
std::vector<Plot> class_table_plots(const Json& page, PlotNames& names);

}  // namespace logitbench
