// The page's curves: mean and band of each group, and the single runs.
#pragma once

#include <optional>
#include <vector>

#include "core/analysis/report/curve_groups.h"
#include "core/analysis/report/joined_curves.h"
#include "core/config/experiment.h"
#include "core/record/value_json.h"

namespace logitbench {

// More points of a curve than a screen has pixels are not drawn.
inline constexpr size_t kMostPointsOfMean = 400;
// Of all single runs together: they are looked at on demand, and the file stays one to send.
inline constexpr size_t kMostPointsOfRuns = 600'000;
// Of more lines than anyone tells apart (plot_colors.h) a few are better seen.
inline constexpr size_t kLinesOfMany = 12;

// series:    name, description, unit (may be empty), larger_is_better (null where nothing says so),
//            own_unit (each loss measures in another)
// groupings: by, mixes_settings, groups (setting, runs, averaged, diverged), bands by series: of
//            each group null or epochs, n, mean, low, high, and interval_low and interval_high
//            where the group has no other settings mixed in; best by series: of more groups than
//            anyone tells apart the ones to draw, the first ones where larger_is_better is null;
//            else all
// drawn_by:  the grouping to draw, where nothing else is asked for
// single:    by series, of each run null or epochs, values
// thinned:   whether any curve was
// `epochs` is a list, or the first one where each next is one more. `objective`: of all runs, where
// they have one.
Json curves_part(const JoinedRuns& runs, const JoinedCurves& curves,
                 const std::vector<CurveGrouping>& groupings, std::optional<Objective> objective);

std::string series_text(const SeriesName& name);

}  // namespace logitbench
