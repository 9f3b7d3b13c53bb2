// The page's comparisons: by all swept keys together, and by each.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"
#include "core/record/value_json.h"

namespace logitbench {

// Of more groups all pairs are tests that nobody reads; the best one is said all the same.
inline constexpr size_t kMostGroupsCompared = 48;

// lead:        the best setting, or why there is none, in a sentence
// comparisons: by, title, answer, notes, groups and differences (header and rows of texts), pivot
//              (null: none), drawn (of each group name, n, mean, low, high)
// not_compared: why a key is not among them, a sentence each
Json comparison_part(const JoinedRuns& runs, const MetricChoice& choice);

}  // namespace logitbench
