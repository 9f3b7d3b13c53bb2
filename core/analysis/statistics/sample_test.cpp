#include "core/analysis/statistics/sample.h"

#include <gtest/gtest.h>

#include <vector>

namespace logitbench {
namespace {

TEST(Sample, EqualValuesHaveTheirOwnMeanAndDoNotVary) {
  const std::vector<double> values(7, 0.1);  // whose sum is not 0.7
  EXPECT_EQ(mean_of(values), 0.1);
  EXPECT_EQ(median_of(values), 0.1);
  EXPECT_EQ(standard_deviation(values), 0);
  EXPECT_EQ(t_interval(values, 0.95).low, 0.1);
  EXPECT_EQ(t_interval(values, 0.95).high, 0.1);
}

TEST(Sample, MedianIsTheMiddleOneOrTheMeanOfTwo) {
  EXPECT_EQ(median_of(std::vector<double>{3}), 3);
  EXPECT_EQ(median_of(std::vector<double>{5, 1, 3}), 3);
  EXPECT_EQ(median_of(std::vector<double>{5, 1, 3, 2}), 2.5);
}

TEST(Sample, QuantilesOfStudentsDistributionAreThoseOfPrintedTables) {
  // To the three digits that tables have.
  EXPECT_NEAR(t_quantile(4, 0.95), 2.776, 5e-4);
  EXPECT_NEAR(t_quantile(9, 0.99), 3.250, 5e-4);
}

TEST(Sample, MoreConfidenceIsAWiderInterval) {
  const std::vector<double> values = {1, 2, 4, 4.5};
  const Interval narrow = t_interval(values, 0.9), wide = t_interval(values, 0.99);
  EXPECT_LT(wide.low, narrow.low);
  EXPECT_GT(wide.high, narrow.high);
}

}  // namespace
}  // namespace logitbench
