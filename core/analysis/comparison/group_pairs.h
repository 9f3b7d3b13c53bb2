// Two groups' numbers beside each other: pair by pair, or each for itself.
#pragma once

#include <vector>

#include "core/analysis/comparison/compared_group.h"

namespace logitbench {

struct GroupPairs {
  bool paired = false;
  std::vector<double> differences;  // paired: b - a of each shared seed, seeds ascending
  std::vector<double> of_a, of_b;   // unpaired: of each seed
  bool own_settings = false;        // see GroupDifference
  size_t without_partner = 0;

  size_t repeats_a() const { return paired ? differences.size() : of_a.size(); }
  size_t repeats_b() const { return paired ? differences.size() : of_b.size(); }
  // The fewer of the two: what a verdict is refused by.
  size_t repeats() const { return std::min(repeats_a(), repeats_b()); }
};

// As seed_pairs() says.
GroupPairs pair_groups(const ComparedGroup& a, const ComparedGroup& b);

// Of two repeats or more. The difference is b - a.
TTest t_test_of(const GroupPairs& pairs);
double t_test_p(const GroupPairs& pairs);
RankTest rank_test_of(const GroupPairs& pairs);

}  // namespace logitbench
