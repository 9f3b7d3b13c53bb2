#include "core/analysis/comparison/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <cmath>

#include "core/analysis/comparison/verdict.h"

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What a run adds to its setting's level: varies by seed, and by who asks, never by chance.
double wobble(uint64_t seed, size_t salt) {
  return 0.01 * std::sin(static_cast<double>(seed * 7 + salt * 3));
}

class ComparisonTest : public testing::Test {
 protected:
  ComparisonTest() { runs.keys = {"loss", "lr"}; }
  void add(const std::string& loss, const std::string& lr, uint64_t seed,
           std::optional<double> value, RunStatus status = RunStatus::completed) {
    runs.runs.push_back({loss + lr + std::to_string(seed), status, seed, {loss, lr}, value});
  }
  // Seeds `from` to `to` - 1 around a level.
  void add_seeds(const std::string& loss, const std::string& lr, uint64_t from, uint64_t to,
                 double level) {
    for (uint64_t seed = from; seed < to; ++seed)
      add(loss, lr, seed, level + wobble(seed, loss.size() + lr.size()));
  }
  Comparison by(const std::vector<std::string>& keys, std::optional<std::string> baseline = {},
                std::optional<double> margin = {}) const {
    return compare(runs, {keys, std::move(baseline), margin});
  }
  std::string refusal(const ComparisonRequest& request) const {
    try {
      compare(runs, request);
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "compared";
  }
  JoinedRuns runs;
};

TEST_F(ComparisonTest, PutsTheBestFirstWhicheverWayTheMetricGoes) {
  add_seeds("a", "1", 0, 6, 0.5);
  add_seeds("b", "1", 0, 6, 0.9);
  EXPECT_EQ(by({"loss"}).groups[0].setting[0], "b");
  EXPECT_EQ(by({"loss"}).differences[0].verdict, ComparisonVerdict::worse);
  runs.larger_is_better = false;
  EXPECT_EQ(by({"loss"}).groups[0].setting[0], "a");
  EXPECT_EQ(by({"loss"}).differences[0].verdict, ComparisonVerdict::worse);
  EXPECT_EQ(by({"loss"}, "b").differences[0].verdict, ComparisonVerdict::better);
}

TEST_F(ComparisonTest, IsTheSameWhateverTheOrderOfTheRuns) {
  add_seeds("a", "1", 0, 8, 0.5);
  add_seeds("bb", "1", 0, 8, 0.505);
  const Comparison one = by({"loss"});
  std::reverse(runs.runs.begin(), runs.runs.end());
  const Comparison other = by({"loss"});
  EXPECT_EQ(one.differences[0].t_test->p, other.differences[0].t_test->p);
  EXPECT_EQ(one.differences[0].bootstrap->low, other.differences[0].bootstrap->low);
}

TEST_F(ComparisonTest, CountsWhatItDoesNotAverage) {
  add_seeds("a", "1", 0, 5, 0.5);
  const double mean = by({"loss"}).groups[0].summary->mean;
  add("a", "1", 5, 1e9, RunStatus::diverged);
  add("a", "1", 6, 1e9, RunStatus::pruned);
  add("a", "1", 7, {}, RunStatus::failed);
  add("a", "1", 8, {}, RunStatus::timed_out);
  add("a", "1", 9, 1e9, RunStatus::interrupted);
  add("a", "1", 10, {});
  add("a", "1", 11, INFINITY);
  add("a", "1", 12, NAN);
  const Comparison comparison = by({"loss"});
  const Group& group = comparison.groups[0];
  EXPECT_EQ(group.summary->mean, mean);
  EXPECT_EQ(group.repeats.size(), 5u);
  EXPECT_EQ(group.runs(), 13u);
  EXPECT_EQ(group.by_status.at(RunStatus::diverged), 1u);
  EXPECT_EQ(group.by_status.at(RunStatus::completed), 8u);
  EXPECT_EQ(group.missing, 1u);
  EXPECT_EQ(group.not_finite, 2u);
}

// Twice the learning rates is not twice the evidence.
TEST_F(ComparisonTest, OtherKeysAreAveragedOverWithinASeed) {
  add_seeds("a", "0.1", 0, 6, 0.5);
  add_seeds("bb", "0.1", 0, 6, 0.51);
  const Comparison one_rate = by({"loss"});
  for (const auto& [loss, lr] : {std::pair("a", "0.2"), std::pair("bb", "0.2")})
    for (uint64_t seed = 0; seed < 6; ++seed)
      add(loss, lr, seed, runs.runs[(std::string(loss) == "a" ? 0 : 6) + seed].value);
  const Comparison two_rates = by({"loss"});
  EXPECT_EQ(two_rates.groups[0].repeats.size(), 6u);
  EXPECT_EQ(two_rates.differences[0].repeats, 6u);
  EXPECT_DOUBLE_EQ(two_rates.differences[0].t_test->p, one_rate.differences[0].t_test->p);
  ASSERT_EQ(two_rates.others.size(), 1u);
  EXPECT_TRUE(two_rates.others[0].averaged);
  EXPECT_FALSE(two_rates.others[0].differs);
  EXPECT_TRUE(one_rate.others.empty());
}

// A rate at which one of them diverged does not count for the other alone.
TEST_F(ComparisonTest, PairsShareTheSeedAndAllOtherSettings) {
  for (uint64_t seed = 0; seed < 6; ++seed) {
    add("a", "0.1", seed, 0.5 + wobble(seed, 1));
    add("b", "0.1", seed, 0.6 + wobble(seed, 1));
    add("a", "9", seed, 100.0);
    add("b", "9", seed, 0.0, RunStatus::diverged);
  }
  const Comparison comparison = by({"loss"}, "a");
  const GroupDifference& difference = comparison.differences[0];
  EXPECT_TRUE(difference.paired);
  EXPECT_NEAR(difference.t_test->difference, 0.1, 1e-15);
  EXPECT_EQ(difference.without_partner, 6u);
  EXPECT_FALSE(difference.own_settings);
}

TEST_F(ComparisonTest, GroupsThatShareNoOtherSettingAreAveragedOverTheirOwn) {
  add_seeds("a", "", 0, 6, 0.5);
  add_seeds("focal", "1", 0, 6, 0.6);
  add_seeds("focal", "2", 0, 6, 0.7);
  const Comparison comparison = by({"loss"});
  EXPECT_TRUE(comparison.differences[0].own_settings);
  EXPECT_TRUE(comparison.differences[0].paired);
  EXPECT_EQ(comparison.differences[0].repeats, 6u);
  EXPECT_NEAR(comparison.differences[0].t_test->difference, -0.15, 0.02);
  EXPECT_TRUE(comparison.others[0].differs);
}

TEST_F(ComparisonTest, WithoutSharedSeedsItIsUnpaired) {
  add_seeds("a", "1", 0, 6, 0.5);
  add_seeds("b", "1", 100, 107, 0.6);
  const Comparison comparison = by({"loss"});
  const GroupDifference& difference = comparison.differences[0];
  EXPECT_FALSE(difference.paired);
  EXPECT_EQ(difference.repeats, 6u);
  EXPECT_EQ(difference.reference_repeats, 7u);
  EXPECT_EQ(difference.verdict, ComparisonVerdict::worse);
}

TEST_F(ComparisonTest, AFewSharedSeedsOfManyDoNotThrowTheOthersAway) {
  add_seeds("a", "1", 0, 10, 0.5);
  add_seeds("b", "1", 8, 20, 0.6);
  EXPECT_FALSE(by({"loss"}).differences[0].paired);
  add_seeds("c", "1", 0, 2, 0.4);  // all that it has
  EXPECT_TRUE(by({"loss"}, "a").differences[1].paired);
}

TEST_F(ComparisonTest, BelowFiveRepeatsThereIsNoVerdict) {
  add_seeds("a", "1", 0, 4, 0.1);
  add_seeds("b", "1", 0, 9, 0.9);
  const Comparison comparison = by({"loss"});
  EXPECT_EQ(comparison.differences[0].verdict, ComparisonVerdict::too_few_repeats);
  EXPECT_FALSE(comparison.differences[0].p);
  EXPECT_TRUE(comparison.differences[0].t_test);  // the difference is shown
  EXPECT_EQ(comparison.asked_at_once, 0u);
  add_seeds("a", "1", 4, 5, 0.1);
  EXPECT_EQ(by({"loss"}).differences[0].verdict, ComparisonVerdict::worse);
}

TEST_F(ComparisonTest, TheBestIsOneThatAVerdictCanBeGivenOf) {
  add_seeds("lucky", "1", 0, 1, 0.99);
  add_seeds("a", "1", 0, 6, 0.5);
  add_seeds("b", "1", 0, 6, 0.6);
  const Comparison comparison = by({"loss"});
  EXPECT_EQ(comparison.groups[0].setting[0], "lucky");
  EXPECT_EQ(comparison.groups[*comparison.reference].setting[0], "b");
}

TEST_F(ComparisonTest, EqualConstantsAreNoDifferenceAndOthersAreOne) {
  for (uint64_t seed = 0; seed < 6; ++seed) {
    add("a", "1", seed, 0.1);
    add("b", "1", seed, 0.1);
    add("c", "1", seed + 50, 0.1);  // unpaired
    add("d", "1", seed, 0.05);
  }
  const Comparison comparison = by({"loss"}, "a");
  for (const GroupDifference& difference : comparison.differences) {
    const bool is_d = comparison.groups[difference.group].setting[0] == "d";
    EXPECT_EQ(difference.verdict,
              is_d ? ComparisonVerdict::worse : ComparisonVerdict::no_difference);
    EXPECT_FALSE(std::isnan(difference.t_test->t) || std::isnan(*difference.p) ||
                 std::isnan(difference.t_test->effect));
  }
}

TEST_F(ComparisonTest, PickingTheBestAsksAboutAllPairs) {
  for (const char* loss : {"a", "bb", "ccc", "dddd"}) add_seeds(loss, "1", 0, 6, 0.5);
  const Comparison with_best = by({"loss"}), with_baseline = by({"loss"}, "a");
  EXPECT_EQ(with_best.asked_at_once, 6u);
  EXPECT_EQ(with_baseline.asked_at_once, 3u);
}

TEST_F(ComparisonTest, WithoutAnyValueThereIsNothingToCompare) {
  add("a", "1", 0, 0.5, RunStatus::diverged);
  add("b", "1", 0, {}, RunStatus::queued);
  const Comparison comparison = by({"loss"});
  EXPECT_EQ(comparison.groups.size(), 2u);
  EXPECT_FALSE(comparison.reference);
  EXPECT_TRUE(comparison.differences.empty());
  // A baseline may be one of them; nobody can be told from it.
  add_seeds("c", "1", 0, 6, 0.5);
  for (const GroupDifference& difference : by({"loss"}, "a").differences)
    EXPECT_EQ(difference.verdict, ComparisonVerdict::too_few_repeats);
}

TEST_F(ComparisonTest, ABaselineIsFoundByItsTextOrItsNumber) {
  add_seeds("{name: x, k: [1, 2]}", "0.1", 0, 5, 0.5);
  add_seeds("", "0.1", 0, 5, 0.6);
  const auto reference = [&](const std::vector<std::string>& keys, const char* baseline) {
    const Comparison comparison = by(keys, baseline);
    return comparison.groups[*comparison.reference].setting;
  };
  EXPECT_THAT(reference({"loss"}, "{name: x, k: [1, 2]}"), ElementsAre("{name: x, k: [1, 2]}"));
  EXPECT_THAT(reference({"loss"}, "(not set)"), ElementsAre(""));
  EXPECT_THAT(reference({"lr"}, "0.10"), ElementsAre("0.1"));
  EXPECT_THAT(reference({"lr", "loss"}, "1e-1,\"{name: x, k: [1, 2]}\""),
              ElementsAre("0.1", "{name: x, k: [1, 2]}"));
}

TEST_F(ComparisonTest, RefusesWhatIsNotThere) {
  add_seeds("cross_entropy", "1", 0, 5, 0.5);
  EXPECT_THAT(refusal({{"los"}, {}, {}}), HasSubstr("loss, lr; did you mean 'loss'?"));
  EXPECT_THAT(refusal({{"seed"}, {}, {}}), HasSubstr("seeds are the repeats"));
  EXPECT_THAT(refusal({{"loss", "loss"}, {}, {}}), HasSubstr("loss is there twice"));
  EXPECT_THAT(refusal({{"loss"}, "cross_entrpy", {}}), HasSubstr("mean 'cross_entropy'?"));
}

// With one set of numbers, by their interval and p alone.
TEST(Verdict, FollowsTheIntervalAndTheMargin) {
  const auto verdict = [](Interval interval, double p, std::optional<double> margin) {
    GroupDifference difference;
    difference.paired = true;
    difference.repeats = difference.reference_repeats = 8;
    difference.t_test.emplace();
    difference.t_test->difference = (interval.low + interval.high) / 2;
    difference.t_test->interval = interval;
    difference.t_test->effect = 0.3;
    difference.p = p;
    judge(difference, true, margin, 1);
    return difference;
  };
  EXPECT_EQ(verdict({0.1, 0.2}, 0.01, {}).verdict, ComparisonVerdict::better);
  EXPECT_EQ(verdict({-0.2, -0.1}, 0.01, {}).verdict, ComparisonVerdict::worse);
  EXPECT_FALSE(verdict({0.1, 0.2}, 0.01, 0.15).within_margin);
  EXPECT_EQ(verdict({0.1, 0.2}, 0.01, 0.2).verdict, ComparisonVerdict::better);
  EXPECT_TRUE(verdict({0.1, 0.2}, 0.01, 0.2).within_margin);
  // Alone it could be told, among all that is asked it cannot.
  EXPECT_EQ(verdict({0.1, 0.2}, 0.06, {}).verdict, ComparisonVerdict::cannot_tell);
  EXPECT_EQ(verdict({0.1, 0.2}, 0.06, 0.2).verdict, ComparisonVerdict::no_difference);
  EXPECT_EQ(verdict({-0.1, 0.2}, 0.4, 0.2).verdict, ComparisonVerdict::no_difference);
  EXPECT_EQ(verdict({-0.1, 0.2}, 0.4, 0.19).verdict, ComparisonVerdict::cannot_tell);
  EXPECT_GT(verdict({-0.1, 0.2}, 0.4, {}).needed.value(), 8u);
  EXPECT_EQ(verdict({0, 0}, 1, {}).verdict, ComparisonVerdict::no_difference);
}

}  // namespace
}  // namespace logitbench
