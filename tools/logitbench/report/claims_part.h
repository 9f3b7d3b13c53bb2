// What the config says about its own results, as a notebook's numbers, beside what came out.
#pragma once

#include <vector>

#include "core/analysis/report/curve_groups.h"
#include "core/record/value_json.h"
#include "tools/logitbench/report/reported_folder.h"

namespace logitbench {

// claims: config, source, quantity, expected, ours, verdict, note: texts, in the config's order
// drawn:  numbers that belong to a series: series, epochs and values (one or more), at_end (of the
//         last epoch, whichever that is), label, runs (in the order of JoinedRuns)
Json claims_part(const std::vector<ReportedFolder>& folders);

}  // namespace logitbench
