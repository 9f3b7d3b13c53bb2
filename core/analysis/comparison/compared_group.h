// The runs of a group, ready to be paired with those of another.
#pragma once

#include <cstdint>
#include <vector>

#include "core/analysis/comparison/comparison.h"

namespace logitbench {

// A completed run with a finite value.
struct GroupCell {
  uint64_t seed = 0;
  uint32_t other = 0;  // the settings of the other keys, numbered
  double value = 0;
};

struct ComparedGroup {
  Group group;
  std::vector<GroupCell> cells;  // by seed, then other
};

// `by`: indices of the keys compared by, `others`: of those that take several values beside them.
// In the order of the runs.
std::vector<ComparedGroup> grouped(const JoinedRuns& runs, const std::vector<size_t>& by,
                                   const std::vector<size_t>& others);

// Of each seed the mean of its cells, ascending.
std::vector<Repeat> repeats_of(const std::vector<GroupCell>& cells);

}  // namespace logitbench
