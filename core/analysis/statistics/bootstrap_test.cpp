#include "core/analysis/statistics/bootstrap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "core/analysis/statistics/sample.h"

namespace logitbench {
namespace {

const std::vector<double> kValues = {0.9012, 0.9204, 0.8735, 0.9541, 0.9107, 0.9001, 0.9333};

bool same(const Interval& a, const Interval& b) { return a.low == b.low && a.high == b.high; }

TEST(Bootstrap, TheSameSeedGivesTheSameInterval) {
  EXPECT_TRUE(same(bootstrap_interval(kValues, {}), bootstrap_interval(kValues, {})));
  EXPECT_FALSE(same(bootstrap_interval(kValues, {}), bootstrap_interval(kValues, {.seed = 1})));
}

TEST(Bootstrap, LiesWithinTheValuesAndAroundTheirMean) {
  const Interval interval = bootstrap_interval(kValues, {});
  const double mean = mean_of(kValues);
  EXPECT_GT(interval.low, 0.8735);
  EXPECT_LT(interval.low, mean);
  EXPECT_GT(interval.high, mean);
  EXPECT_LT(interval.high, 0.9541);
}

TEST(Bootstrap, MovesAndGrowsWithTheValues) {
  std::vector<double> moved;
  for (const double value : kValues) moved.push_back(10 + 2 * value);
  const Interval at = bootstrap_interval(kValues, {}), there = bootstrap_interval(moved, {});
  // Sums of the same draws, rounded near 10.
  EXPECT_NEAR(there.low, 10 + 2 * at.low, 1e-13);
  EXPECT_NEAR(there.high, 10 + 2 * at.high, 1e-13);
}

TEST(Bootstrap, OfTwoValuesFindsThatEachMeanIsAsLikelyAsItIs) {
  // The means are 0, 1/2 and 1 with probabilities 1/4, 1/2 and 1/4: 24 % are below the second and
  // 26 % are not, by more than four standard deviations of 10,000 draws (0.43 % each).
  const std::vector<double> values = {0, 1};
  EXPECT_EQ(bootstrap_interval(values, {.confidence = 0.54}).low, 0);
  EXPECT_EQ(bootstrap_interval(values, {.confidence = 0.46}).low, 0.5);
  EXPECT_EQ(bootstrap_interval(values, {.confidence = 0.54}).high, 1);
  EXPECT_EQ(bootstrap_interval(values, {.confidence = 0.46}).high, 0.5);
}

TEST(Bootstrap, OfADifferenceDrawsBothSides) {
  const std::vector<double> a = {1, 1, 1}, b = {1.5, 2.5};
  const Interval interval = bootstrap_interval(a, b, {});
  EXPECT_EQ(interval.low, 0.5);
  EXPECT_EQ(interval.high, 1.5);
}

TEST(Bootstrap, AfterMoreThanMemoryHoldsIsAsBefore) {
  const Interval before = bootstrap_interval(kValues, {});
  EXPECT_THROW(bootstrap_interval(kValues, {.resamples = size_t{1} << 60}), std::length_error);
  EXPECT_TRUE(same(bootstrap_interval(kValues, {}), before));
}

TEST(Bootstrap, OfEqualValuesIsTheirValue) {
  const std::vector<double> equal(5, 0.1), others(3, 0.3);
  EXPECT_TRUE(same(bootstrap_interval(equal, {}), {0.1, 0.1}));
  EXPECT_TRUE(same(bootstrap_interval(others, equal, {}), {0.1 - 0.3, 0.1 - 0.3}));
}

}  // namespace
}  // namespace logitbench
