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

}  // namespace
}  // namespace logitbench
