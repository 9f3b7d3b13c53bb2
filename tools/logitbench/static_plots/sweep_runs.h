// Single runs by a key, where each has a value of its own.
#pragma once

#include <optional>
#include <string>

#include "tools/logitbench/static_plots/plot.h"

namespace logitbench {

// Of those that completed; none where no such run has a number in this column. Over names the runs
// stand in rows.
std::optional<Plot> runs_plot(const Json& page, size_t key, const std::string& column);

}  // namespace logitbench
