#include "core/config/run_limit.h"

#include <gtest/gtest.h>

#include <cmath>

namespace logitbench {
namespace {

using Verdict = LimitWatch::Verdict;
constexpr Verdict kOn = Verdict::goes_on, kPruned = Verdict::pruned, kWaits = Verdict::waits;
const double kNan = std::nan("");

RunLimit accuracy(std::vector<double> bars) {
  return {"valid", "accuracy", true, std::move(bars), "the median of 3 runs", {}};
}

std::vector<Verdict> verdicts(const RunLimit& limit, const std::vector<double>& values) {
  LimitWatch watch(limit);
  std::vector<Verdict> result;
  for (size_t i = 0; i < values.size(); ++i) result.push_back(watch.after_epoch(i + 1, values[i]));
  return result;
}

TEST(RunLimit, LooksAtTheBestValueSoFar) {
  EXPECT_EQ(verdicts(accuracy({0.5, 0.6, 0.7}), {0.65, 0.1, 0.1}),
            (std::vector{kOn, kOn, kPruned}));
}

TEST(RunLimit, AValueAtTheBarGoesOn) {
  EXPECT_EQ(verdicts(accuracy({0.5}), {0.5}), std::vector{kOn});
  EXPECT_EQ(verdicts(accuracy({0.5}), {std::nextafter(0.5, 0)}), std::vector{kPruned});
}

TEST(RunLimit, SmallerMayBeBetter) {
  RunLimit limit = accuracy({0.5, 0.4});
  limit.larger_is_better = false;
  EXPECT_EQ(verdicts(limit, {0.45, 0.6}), (std::vector{kOn, kPruned}));
}

TEST(RunLimit, NanIsWorseThanAnyBarAndABarOfNanIsNone) {
  EXPECT_EQ(verdicts(accuracy({0.1}), {kNan}), std::vector{kPruned});
  EXPECT_EQ(verdicts(accuracy({kNan, kNan}), {kNan, 0}), (std::vector{kOn, kOn}));
  EXPECT_EQ(verdicts(accuracy({}), {0, 0}), (std::vector{kOn, kOn}));
}

TEST(RunLimit, TheLastBarHoldsFromThenOn) {
  EXPECT_EQ(verdicts(accuracy({kNan, 0.5}), {0.1, 0.5, 0.1}), (std::vector{kOn, kOn, kOn}));
  EXPECT_EQ(verdicts(accuracy({kNan}), {0.1, 0.1}), (std::vector{kOn, kOn}));
  EXPECT_EQ(verdicts(accuracy({0.0, 0.5}), {0.2, 0.5, 0.1}), (std::vector{kOn, kOn, kOn}));
  EXPECT_EQ(verdicts(accuracy({0.0}), {0, 0}), (std::vector{kOn, kOn}));
}

TEST(RunLimit, WaitsAfterOneEpoch) {
  RunLimit limit = accuracy({});
  limit.wait_after = 2;
  EXPECT_EQ(verdicts(limit, {0, 0}), (std::vector{kOn, kWaits}));
}

TEST(RunLimit, SaysWhatWasMissed) {
  const RunLimit limit = accuracy({0.25, 0.75});
  LimitWatch watch(limit);
  watch.after_epoch(1, 0.5);
  watch.after_epoch(2, 0.25);
  EXPECT_EQ(watch.reason(),
            "after epoch 2 its best valid.accuracy was 0.5, the median of 3 runs 0.75");
}

}  // namespace
}  // namespace logitbench
