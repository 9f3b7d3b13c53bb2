// The page's table of runs: runs.csv as it stands, and how to do each run again.
#pragma once

#include <vector>

#include "core/record/value_json.h"
#include "tools/logitbench/report/reported_folder.h"

namespace logitbench {

// columns:  name, and cells of each run in the order of JoinedRuns: a number where the cell is one,
//           null where it is empty, else its text
// commands: of each run, or null; `no_command` says why, by folder
// reasons:  of runs that did not complete, by place: what went wrong
Json runs_part(const std::vector<ReportedFolder>& folders);

}  // namespace logitbench
