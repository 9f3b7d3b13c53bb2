// The tests of all pairs of groups, many at a time.
#pragma once

#include <vector>

#include "core/analysis/comparison/group_values.h"
#include "core/analysis/statistics/holm.h"
#include "core/analysis/statistics/many_tests.h"

namespace logitbench {

// Pairs with fewer than kLeastRepeats repeats are no tests. p are what t_test_p() and
// rank_test_of() say of a pair, to the last bit.
class AllPairsTests {
 public:
  // Of the groups that `which`, ascending, are indices of; keeps `groups`.
  AllPairsTests(const std::vector<ComparedGroup>& groups, const std::vector<size_t>& which);

  // A part is a group beside those of a higher index.
  size_t parts() const { return parts_.size(); }
  void t_tests(size_t part, TestSink& sink) const;
  CountedP rank_tests() const;  // with all cores

 private:
  struct Part {
    size_t kind = 0, place = 0;  // in kinds_, and among its members
  };
  template <class Paired, class Unpaired>
  void each_later(const Part& part, Paired&& paired, Unpaired&& unpaired) const;

  const std::vector<ComparedGroup>& groups_;
  std::vector<GroupValues> kinds_;
  std::vector<Part> parts_;
  std::vector<std::vector<double>> values_;  // [group], of each repeat
};

}  // namespace logitbench
