// Which runs' curves are drawn as one: those of equal settings, whatever their seed.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"

namespace logitbench {

struct CurveGroup {
  std::vector<std::string> setting;  // of each key that is grouped by
  std::vector<size_t> runs;          // all of them: indices into JoinedRuns::runs
  // Whose values are averaged: the completed ones, or, where none is, those that diverged.
  std::vector<size_t> averaged;
  bool diverged = false;  // none completed, and some diverged
};

struct CurveGrouping {
  std::vector<std::string> by;
  std::vector<CurveGroup> groups;  // in the order of the runs
  // Runs of a group differ in more than their seed: they are no draws of one distribution.
  bool mixes_settings = false;
};

// By all keys together; then, where there are several, by each one that puts runs together that
// another key sets apart.
std::vector<CurveGrouping> curve_groupings(const JoinedRuns& runs);

}  // namespace logitbench
