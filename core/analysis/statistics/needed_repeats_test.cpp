#include "core/analysis/statistics/needed_repeats.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/analysis/statistics/sample.h"

namespace logitbench {
namespace {

constexpr Design kDesigns[] = {Design::paired, Design::unpaired};

TEST(NeededRepeats, AreTheFewestThatSuffice) {
  for (const Design design : kDesigns)
    for (const double effect : {-2.0, -0.3, 0.05, 0.7, 3.0})
      for (const double level : {0.05, 0.001}) {
        const auto n = needed_repeats(effect, design, level, 0.8);
        ASSERT_TRUE(n);
        EXPECT_GE(t_test_power(effect, design, *n, level), 0.8);
        if (*n == 2) continue;  // fewer are no test
        EXPECT_LT(t_test_power(effect, design, *n - 1, level), 0.8);
      }
}

TEST(NeededRepeats, OfADifferenceThatWasNotToldAreMoreThanThereWere) {
  for (uint64_t n = 5; n < 300; ++n) {
    // The largest effect that n pairs do not tell: its t is just the quantile.
    const auto pairs = static_cast<double>(n);
    const double effect = t_quantile(pairs - 1, 0.95) / std::sqrt(pairs);
    EXPECT_GT(needed_repeats(effect, Design::paired, 0.05, 0.8).value(), n);
  }
}

TEST(NeededRepeats, AreNoneWithoutAnEffect) {
  EXPECT_EQ(needed_repeats(0, Design::paired, 0.05, 0.8), std::nullopt);
  EXPECT_EQ(needed_repeats(1e-6, Design::paired, 0.05, 0.8), std::nullopt);
  EXPECT_EQ(needed_repeats(NAN, Design::paired, 0.05, 0.8), std::nullopt);
}

TEST(NeededRepeats, OfAHugeEffectAreTwo) {
  for (const Design design : kDesigns) EXPECT_EQ(needed_repeats(1e9, design, 0.05, 0.8), 2u);
}

TEST(NeededRepeats, PowerGoesOnWhereTheNormalDistributionTakesOver) {
  for (const Design design : kDesigns) {
    const double before = t_test_power(0.06, design, 1999, 0.05);
    const double after = t_test_power(0.06, design, 2000, 0.05);
    // Student's distribution with 2,000 degrees is the normal one to about 1 / 2,000 of a power.
    EXPECT_NEAR(after, before, 1e-3);
  }
}

}  // namespace
}  // namespace logitbench
