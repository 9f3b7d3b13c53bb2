#include "core/analysis/judge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace logitbench {
namespace {

// Student's distribution function with 3 degrees of freedom, in closed form.
double student3(double t) {
  const double x = t / std::sqrt(3.0);
  return 0.5 + (x / (1 + x * x) + std::atan(x)) / std::numbers::pi;
}

// Mean 3.75, sum of squared deviations 28.75.
const std::vector<double> kDraws = {1, 2, 4, 8};

TEST(Judge, TheIntervalHoldsOneMoreDraw) {
  for (const double probability : {0.5, 0.9, 0.99}) {
    const Interval interval = prediction_interval(kDraws, probability);
    EXPECT_NEAR((interval.low + interval.high) / 2, 3.75, 1e-14);
    const double t = (interval.high - 3.75) / (std::sqrt(28.75 / 3) * std::sqrt(1.25));
    // Rounding of a handful of operations.
    EXPECT_NEAR(student3(t), (1 + probability) / 2, 1e-13);
  }
}

TEST(Judge, TheIntervalOfEqualDrawsIsTheirValue) {
  const std::vector<double> equal(7, 0.1);
  const Interval interval = prediction_interval(equal, 0.99);
  EXPECT_EQ(interval.low, 0.1);
  EXPECT_EQ(interval.high, 0.1);
}

TEST(Judge, TheRangeIncludesItsEnds) {
  const Interval range = observed_range(kDraws);
  EXPECT_EQ(range.low, 1);
  EXPECT_EQ(range.high, 8);
  EXPECT_TRUE(judge(range, 1).met);
  EXPECT_TRUE(judge(range, 8).met);
  EXPECT_FALSE(judge(range, 1).difference);
  EXPECT_FALSE(judge(range, 0.5).met);
  EXPECT_EQ(judge(range, 0.5).difference, 0.5);  // ours are above
  EXPECT_FALSE(judge(range, 10).met);
  EXPECT_EQ(judge(range, 10).difference, -2);
  EXPECT_FALSE(judge(range, std::nan("")).met);
}

TEST(Judge, AnotherSeriesMayBeNanToo) {
  const Wanted equal;
  EXPECT_TRUE(judge(std::nan(""), std::nan(""), equal).met);
  EXPECT_FALSE(judge(std::nan(""), 1.0, equal).met);
}

}  // namespace
}  // namespace logitbench
