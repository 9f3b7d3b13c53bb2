// What the runs did, setting by setting, in words.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/report/curve_groups.h"
#include "core/analysis/report/joined_curves.h"
#include "core/record/value_json.h"

namespace logitbench {

inline constexpr size_t kMostSettingsTold = 24;

// settings:  setting, diverged, sentences: a few series from their first epoch to their last, and
//            what became NaN or infinite, in which runs and when
// contradictions: of metrics that put the settings into another order, with the settings that they
//            think best
// `told`: the series that sentences are about, the first of which judges.
Json courses_part(const JoinedRuns& runs, const JoinedCurves& curves, const CurveGrouping& grouping,
                  const std::vector<SeriesName>& told);

}  // namespace logitbench
