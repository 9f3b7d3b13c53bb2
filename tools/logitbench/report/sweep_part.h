// The page's sweep views: a metric by one key, and by two.
#pragma once

#include <vector>

#include "core/analysis/comparison/joined_runs.h"
#include "core/record/value_json.h"

namespace logitbench {

// A table of more cells is no picture.
inline constexpr size_t kMostSweepPoints = 1000;

// keys:    name, values (numbers ascending, else as they come), numeric, numbers (the same as
//          numbers; null where one is none or is not set), log (whether a log axis shows them best)
// columns: of runs.csv, `first` before the others
// views:   keys (one or two indices), by column a list of points: at (index of each value), n,
//          left_out, mean, low, high, interval_low, interval_high
// Without a view where there would be too many points, or where each run has a value of its own and
// differs in other keys as well, as when values are drawn at random: the page then draws the runs.
Json sweep_part(const std::vector<ResultsTables>& tables, const JoinedRuns& runs,
                const std::string& first);

}  // namespace logitbench
