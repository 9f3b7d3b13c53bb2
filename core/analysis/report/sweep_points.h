// A metric by the values of one swept key or two: what a sweep's line with its band, or its heat
// map, shows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"
#include "core/analysis/judge.h"

namespace logitbench {

struct SweepPoint {
  std::vector<std::string> setting;  // of each key
  size_t seeds = 0;                  // a repeat is a seed, as in a comparison; 0: none has a value
  size_t left_out = 0;               // runs that did not complete, or have no finite value
  double mean = 0;                   // this and the next of one seed or more
  Interval range;
  std::optional<Interval> interval;  // 95 % t interval of the mean, of two or more
};

// `keys`: indices into JoinedRuns::keys. In the order of the runs.
std::vector<SweepPoint> sweep_points(const JoinedRuns& runs, const std::vector<size_t>& keys);

// The same runs with another column of runs.csv as their value: "final.valid.nll".
JoinedRuns with_column(JoinedRuns runs, const std::vector<ResultsTables>& tables,
                       const std::string& column);

}  // namespace logitbench
