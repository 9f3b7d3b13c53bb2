// The tests that are asked at once, their p corrected together after Holm.
#pragma once

#include <optional>
#include <vector>

#include "core/analysis/comparison/compared_group.h"

namespace logitbench {

struct CorrectedP {
  double t = 1;     // of the t-test that decides
  double rank = 1;  // of the rank test beside it
};

struct ComparisonFamily {
  size_t tests = 0;
  // Of each group beside the reference. None for that one itself, and where either has fewer than
  // kLeastRepeats repeats to compare, of which no verdict is given: they are no tests.
  std::vector<std::optional<CorrectedP>> beside_reference;
};

// Asked are the comparisons with the reference. Uses all cores, as the next.
ComparisonFamily pairs_with(size_t reference, const std::vector<ComparedGroup>& groups);

// Up to how many pairs of groups are tested: those of 10,000 groups. Where seeds are shared that
// takes seconds; pairs that share none are looked at one by one, half a minute.
inline constexpr size_t kMostPairsTested = 50'000'000;

// Asked are all pairs of groups, of which the reference's are told. Throws ConfigError where there
// are more than `most`.
ComparisonFamily all_pairs(size_t reference, const std::vector<ComparedGroup>& groups,
                           size_t most = kMostPairsTested);

}  // namespace logitbench
