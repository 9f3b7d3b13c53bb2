// The tests that are asked at once, their p corrected together.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/analysis/comparison/compared_group.h"

namespace logitbench {

struct CorrectedP {
  double t = 1;     // of the t-test that decides
  double rank = 1;  // of the rank test beside it
};

class ComparisonFamily {
 public:
  struct Pair {
    size_t a = 0, b = 0;  // indices of groups, a < b
    CorrectedP p;
  };

  // Pairs in ascending order. Tests each, with all cores, leaves out those with fewer than
  // kLeastRepeats repeats, of which no verdict is given, and corrects the others after Holm.
  ComparisonFamily(const std::vector<ComparedGroup>& groups, std::vector<Pair> pairs);

  size_t size() const { return pairs_.size(); }
  std::optional<CorrectedP> find(size_t group, size_t other) const;

 private:
  std::vector<Pair> pairs_;
};

ComparisonFamily pairs_with(size_t reference, const std::vector<ComparedGroup>& groups);
ComparisonFamily all_pairs(const std::vector<ComparedGroup>& groups);

}  // namespace logitbench
