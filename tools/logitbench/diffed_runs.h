// The two runs that `logitbench diff` was asked about, and what tells them apart.
#pragma once

#include <string>

#include "core/analysis/runs/run_difference.h"
#include "tools/logitbench/named_run.h"

namespace logitbench {

struct DiffedRun {
  std::filesystem::path folder;
  std::string run_id;
  WholeRun whole;
  // Of the completed runs of its folder with the same config but for the seed: those that compare
  // takes. This one's too, where it is completed.
  size_t seeds = 0;
};

struct DiffedRuns {
  DiffedRun a, b;
  bool are_one = false;  // the same run of the same folder
  RunDifference difference;
};

// `a` and `b` as find_run takes them. Throws what find_run and RecordedRuns throw.
DiffedRuns read_diffed_runs(const std::string& a, const std::string& b);

}  // namespace logitbench
