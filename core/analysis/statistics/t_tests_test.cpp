#include "core/analysis/statistics/t_tests.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace logitbench {
namespace {

const std::vector<double> kA = {0.90, 0.91, 0.89, 0.93, 0.90}, kB = {0.92, 0.91, 0.94, 0.95, 0.9};

// p < 0.05 where, and only where, the 95 % interval leaves out 0: what verdicts rest on.
void expect_agreement(const TTest& test) {
  const bool leaves_out_zero = test.interval.low > 0 || test.interval.high < 0;
  EXPECT_EQ(test.p < 0.05, leaves_out_zero) << test.p;
}

TEST(TTests, PAndIntervalAgree) {
  for (double shift = -0.1; shift < 0.1; shift += 0.003) {
    std::vector<double> shifted, differences;
    for (size_t i = 0; i < kA.size(); ++i) {
      shifted.push_back(kB[i] + shift);
      differences.push_back(shifted[i] - kA[i]);
    }
    expect_agreement(paired_t_test(differences, 0.95));
    expect_agreement(welch_t_test(kA, shifted, 0.95));
    EXPECT_EQ(paired_t_p(differences), paired_t_test(differences, 0.95).p);
    EXPECT_EQ(welch_t_p(kA, shifted), welch_t_test(kA, shifted, 0.95).p);
  }
}

TEST(TTests, OfTheOtherWayRoundChangesTheSignAlone) {
  const TTest there = welch_t_test(kA, kB, 0.95), back = welch_t_test(kB, kA, 0.95);
  EXPECT_EQ(there.difference, -back.difference);
  EXPECT_EQ(there.interval.low, -back.interval.high);
  EXPECT_EQ(there.effect, -back.effect);
  EXPECT_EQ(there.p, back.p);
}

TEST(TTests, WithoutVarianceAreSound) {
  const std::vector<double> none(5, 0.0), up(6, 0.25), level(5, 1.0), higher(7, 1.5);
  const TTest equal = paired_t_test(none, 0.95), raised = paired_t_test(up, 0.95);
  EXPECT_EQ(equal.p, 1);
  EXPECT_EQ(equal.t, 0);
  EXPECT_EQ(equal.effect, 0);
  EXPECT_EQ(raised.p, 0);
  EXPECT_EQ(raised.effect, INFINITY);
  EXPECT_EQ(raised.interval.low, 0.25);
  EXPECT_EQ(raised.interval.high, 0.25);
  EXPECT_EQ(welch_t_test(level, level, 0.95).p, 1);
  EXPECT_EQ(welch_t_test(higher, level, 0.95).p, 0);
  EXPECT_EQ(welch_t_test(higher, level, 0.95).t, -INFINITY);
  EXPECT_EQ(welch_t_test(higher, level, 0.95).interval.high, -0.5);
}

}  // namespace
}  // namespace logitbench
