#include "core/analysis/comparison/comparison_family.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <cmath>
#include <random>

#include "core/analysis/comparison/group_pairs.h"
#include "core/analysis/statistics/holm.h"

namespace logitbench {
namespace {

using testing::HasSubstr;

ComparedGroup group_of(std::vector<GroupCell> cells) {
  ComparedGroup group;
  group.cells = std::move(cells);
  group.group.repeats = repeats_of(group.cells);
  return group;
}

// What the groups of a sweep may be like.
struct Like {
  size_t groups = 0, seeds = 0;
  double effect = 0;        // how far apart groups lie, in standard deviations of a value
  double steps = 0;         // values are whole multiples of this; 0: they are not
  double missing = 0;       // the share of runs that has no value
  size_t others = 1;        // settings of other keys within a group
  bool own_seeds = false;   // every third group has seeds of its own
  bool own_others = false;  // every fourth has settings of its own
  bool constant = false;    // every fifth does not vary
};

std::vector<ComparedGroup> random_groups(const Like& like) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> share;
  std::vector<ComparedGroup> groups;
  for (size_t g = 0; g < like.groups; ++g) {
    const double level = like.effect * normal(random);
    std::vector<GroupCell> cells;
    for (uint64_t seed = 0; seed < like.seeds; ++seed)
      for (uint32_t other = 0; other < like.others; ++other) {
        double value = level + (like.constant && g % 5 == 0 ? 0 : normal(random));
        if (like.steps > 0) value = like.steps * std::round(value / like.steps);
        if (share(random) < like.missing) continue;
        cells.push_back({like.own_seeds && g % 3 == 0 ? seed + 1000 : seed,
                         like.own_others && g % 4 == 0 ? other + 100 : other, value});
      }
    groups.push_back(group_of(std::move(cells)));
  }
  return groups;
}

// One pair after the other, all p in one list.
ComparisonFamily plainly(size_t reference, const std::vector<ComparedGroup>& groups) {
  std::vector<double> t, rank;
  std::vector<std::pair<size_t, size_t>> tested;
  for (size_t a = 0; a < groups.size(); ++a)
    for (size_t b = a + 1; b < groups.size(); ++b) {
      const GroupPairs pairs = pair_groups(groups[a], groups[b]);
      if (pairs.repeats() < kLeastRepeats) continue;
      tested.emplace_back(a, b);
      t.push_back(t_test_p(pairs));
      rank.push_back(rank_test_of(pairs).p);
    }
  t = holm_corrected(t);
  rank = holm_corrected(rank);
  ComparisonFamily family{tested.size(), {}};
  family.beside_reference.resize(groups.size());
  for (size_t i = 0; i < tested.size(); ++i) {
    const auto [a, b] = tested[i];
    if (a == reference || b == reference)
      family.beside_reference[a == reference ? b : a] = {t[i], rank[i]};
  }
  return family;
}

void expect_as_plainly(const Like& like) {
  const std::vector<ComparedGroup> groups = random_groups(like);
  for (const size_t reference : {size_t{0}, groups.size() / 2, groups.size() - 1}) {
    const ComparisonFamily expected = plainly(reference, groups);
    const ComparisonFamily found = all_pairs(reference, groups);
    ASSERT_EQ(found.tests, expected.tests);
    for (size_t i = 0; i < groups.size(); ++i) {
      SCOPED_TRACE(testing::Message() << reference << " beside " << i);
      const auto &ours = found.beside_reference[i], &theirs = expected.beside_reference[i];
      ASSERT_EQ(ours.has_value(), theirs.has_value());
      if (!ours) continue;
      EXPECT_EQ(ours->t, theirs->t);
      EXPECT_EQ(ours->rank, theirs->rank);
    }
  }
}

// To the last bit, whatever the groups are like.
TEST(ComparisonFamily, OfAllPairsIsThatOfEachPairByItself) {
  for (const double effect : {0.0, 3.0, 1e4})
    for (const double steps : {0.0, 0.5}) {
      SCOPED_TRACE(testing::Message() << "effect " << effect << ", steps " << steps);
      expect_as_plainly({.groups = 300, .seeds = 5, .effect = effect, .steps = steps});
      expect_as_plainly(
          {.groups = 140, .seeds = 7, .effect = effect, .steps = steps, .missing = 0.1});
      expect_as_plainly(
          {.groups = 60, .seeds = 60, .effect = effect, .steps = steps, .constant = true});
      expect_as_plainly({.groups = 60,
                         .seeds = 6,
                         .effect = effect,
                         .steps = steps,
                         .missing = 0.2,
                         .others = 3});
      expect_as_plainly({.groups = 60,
                         .seeds = 6,
                         .effect = effect,
                         .steps = steps,
                         .others = 2,
                         .own_seeds = true,
                         .own_others = true,
                         .constant = true});
      expect_as_plainly({.groups = 40, .seeds = 4, .effect = effect, .steps = steps});
    }
}

TEST(ComparisonFamily, OfTooManyPairsIsRefusedWithWhatToDo) {
  const std::vector<ComparedGroup> groups = random_groups({.groups = 10, .seeds = 5});
  EXPECT_EQ(all_pairs(0, groups, 45).tests, 45u);
  EXPECT_EQ(pairs_with(0, groups).tests, 9u);
  try {
    all_pairs(0, groups, 44);
    FAIL() << "not refused";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("found 10 settings with 5 seeds or more, which make 45 "
                                        "pairs; up to 44 are tested"));
    EXPECT_THAT(error.what(), HasSubstr("--baseline"));
  }
}

}  // namespace
}  // namespace logitbench
