#include "core/analysis/statistics/rank_tests.h"

#include <gtest/gtest.h>

#include <vector>

namespace logitbench {
namespace {

using Values = std::vector<double>;

TEST(RankTests, CountEveryCase) {
  // All of five are up: 1 of 32 cases, twice.
  EXPECT_EQ(wilcoxon_signed_rank(Values{1, 2, 3, 4, 5}).p, 0.0625);
  EXPECT_EQ(wilcoxon_signed_rank(Values{1, 2, 3, 4, 5}).p, least_wilcoxon_p(5));
  // The smallest is down: the sum 1 has one case more.
  EXPECT_EQ(wilcoxon_signed_rank(Values{-1, 2, 3, 4, 5}).p, 4.0 / 32);
  // Three of six above the others: 1 of 20 cases, twice.
  EXPECT_DOUBLE_EQ(mann_whitney(Values{1, 2, 3}, Values{4, 5, 6}).p, 0.1);
  EXPECT_DOUBLE_EQ(least_mann_whitney_p(3, 3), 0.1);
  EXPECT_EQ(mann_whitney(Values{1, 2, 3}, Values{4, 5, 6}).statistic, 9);
}

TEST(RankTests, ProbabilitiesOfAllCasesMakeOne) {
  // p of U, one side, over all 20 ways to choose: both ends meet in the middle.
  EXPECT_EQ(mann_whitney(Values{1, 4, 5}, Values{2, 3, 6}).p, 1);
  EXPECT_EQ(wilcoxon_signed_rank(Values{1, -2, 3, 4, -5, -6}).statistic, 8);
}

TEST(RankTests, LookAtTheOrderAlone) {
  const Values values = {-1, 2, 3, -4, 5}, stretched = {-0.1, 20, 300, -4000, 50000};
  EXPECT_EQ(wilcoxon_signed_rank(values).p, wilcoxon_signed_rank(stretched).p);
}

TEST(RankTests, DoNotDependOnTheDirection) {
  const Values a = {1, 2, 2, 7, 8}, b = {3, 3, 9, 10, 11, 12};
  EXPECT_EQ(mann_whitney(a, b).p, mann_whitney(b, a).p);
  EXPECT_FALSE(mann_whitney(a, b).exact);
}

TEST(RankTests, WithoutDifferenceGiveOne) {
  EXPECT_EQ(wilcoxon_signed_rank(Values(6, 0.0)).p, 1);
  EXPECT_EQ(mann_whitney(Values(6, 0.5), Values(5, 0.5)).p, 1);
}

}  // namespace
}  // namespace logitbench
