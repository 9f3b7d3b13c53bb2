#include "core/analysis/report/metric_agreement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace logitbench {
namespace {

using Values = std::vector<double>;

TEST(RankCorrelation, LooksAtTheOrderAlone) {
  EXPECT_EQ(rank_correlation(Values{1, 2, 3, 9}, Values{0.1, 0.5, 7, 8}), 1);
  EXPECT_EQ(rank_correlation(Values{1, 2, 3, 9}, Values{4, 3, 2, -100}), -1);
  // By hand: sum of squared rank differences 4 of n = 4: 1 - 6 * 4 / (4 * 15).
  EXPECT_NEAR(*rank_correlation(Values{1, 2, 3, 4}, Values{2, 1, 4, 3}), 0.6, 1e-15);
}

// Ranks 0, 1.5, 1.5, 3 beside 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
TEST(RankCorrelation, GivesTiesTheirMeanRank) {
  EXPECT_NEAR(*rank_correlation(Values{1, 2, 2, 3}, Values{1, 2, 3, 4}), std::sqrt(0.9), 1e-15);
}

TEST(RankCorrelation, IsNoneWhereThereIsNoOrder) {
  EXPECT_FALSE(rank_correlation(Values{1, 2}, Values{1, 2}));
  EXPECT_FALSE(rank_correlation(Values{1, 1, 1}, Values{1, 2, 3}));
  EXPECT_FALSE(rank_correlation(Values{}, Values{}));
}

// t = 0.5 sqrt(10 / 0.75) = 1.825742; tables of Student's t with 10 degrees of freedom
// have 1.812461 for p 0.1.
TEST(RankCorrelation, IsUnlikelyTheLargerItIs) {
  EXPECT_NEAR(rank_correlation_p(1.812461 / std::sqrt(10 + 1.812461 * 1.812461), 12), 0.1, 1e-6);
  EXPECT_LT(rank_correlation_p(0.5, 12), 0.1);
  EXPECT_EQ(rank_correlation_p(-0.5, 12), rank_correlation_p(0.5, 12));
  EXPECT_EQ(rank_correlation_p(0, 12), 1);
  EXPECT_EQ(rank_correlation_p(-1, 5), 0);
  EXPECT_LT(rank_correlation_p(0.5, 13), rank_correlation_p(0.5, 12));
}

}  // namespace
}  // namespace logitbench
