// Which runs a summary shows: all of a few, of many the best.
#pragma once

#include <string>
#include <vector>

#include "core/record/results_folder.h"
#include "core/sweep/plan.h"

namespace logitbench {

struct ShownRuns {
  std::vector<const Run*> runs;  // in plan order; of many the best first
  std::string note;              // how many there are, by status; empty where one run tells it
};

// Best: the largest last valid.accuracy of the completed runs. A run without one, or whose is NaN,
// never is.
ShownRuns shown_runs(const Plan& plan, const ResultsFolder& results);

}  // namespace logitbench
