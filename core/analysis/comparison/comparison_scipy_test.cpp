// The numbers of a comparison against SciPy's on the same CSV: tools/peers/comparison_scipy.py.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/statistics/needed_repeats.h"
#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

using Json = nlohmann::json;

// Both compute in float64, by other formulas: what adds up is a few hundred roundings.
constexpr double kRelative = 1e-10;

const std::filesystem::path kFolder =
    std::string(LOGITBENCH_SOURCE_DIR) + "/tools/peers/golden/comparison";

void expect_near(double ours, const Json& theirs) {
  const double expected = theirs;
  EXPECT_NEAR(ours, expected, kRelative * std::abs(expected));
}

void expect_near(const Interval& ours, const Json& theirs) {
  expect_near(ours.low, theirs[0]);
  expect_near(ours.high, theirs[1]);
}

class ComparisonScipy : public testing::Test {
 protected:
  Comparison compared(const std::optional<std::string>& baseline) const {
    const auto tables = read_tables({kFolder.string()}, "compare");
    return compare(join_runs(tables, metric_choice("valid.accuracy")), {{}, baseline, {}});
  }
  static std::string name(const Comparison& comparison, size_t group) {
    return comparison.groups[group].setting[0];
  }
  const Json scipy = Json::parse(read_text(kFolder / "scipy.json"));
};

TEST_F(ComparisonScipy, OfEachGroup) {
  const Comparison comparison = compared({});
  ASSERT_EQ(comparison.groups.size(), scipy["groups"].size());
  for (const Group& group : comparison.groups) {
    const std::string& loss = group.setting[0];
    SCOPED_TRACE(loss);
    const Json& theirs = scipy["groups"][loss];
    ASSERT_EQ(group.repeats.size(), theirs["n"].get<size_t>());
    expect_near(group.summary->mean, theirs["mean"]);
    expect_near(*group.summary->deviation, theirs["sd"]);
    expect_near(group.summary->median, theirs["median"]);
    expect_near(*group.summary->t_interval, theirs["t_interval"]);
    // Other draws: 10,000 place a 2.5 % quantile of a normal distribution to 0.027 of its standard
    // deviation (one of the drawing); four times that, and a step between two means: of ten numbers
    // with two digits it is 0.001. Of three values the steps are wider than all that.
    if (group.repeats.size() < kLeastRepeats) continue;
    const double n = static_cast<double>(group.repeats.size());
    const double step = loss == "coarse" ? 0.01 / n : 0;
    const double tolerance = 0.11 * *group.summary->deviation / std::sqrt(n) + 1.001 * step;
    EXPECT_NEAR(group.summary->bootstrap->low, theirs["bootstrap_interval"][0], tolerance);
    EXPECT_NEAR(group.summary->bootstrap->high, theirs["bootstrap_interval"][1], tolerance);
  }
}

// `theirs` is the second group less the first, in the order of the CSV.
void expect_same_test(const GroupDifference& ours, const Json& theirs, bool turned) {
  const double sign = turned ? -1 : 1;
  EXPECT_EQ(ours.paired, theirs["paired"].get<bool>());
  expect_near(sign * ours.t_test->difference, theirs["difference"]);
  expect_near(sign * ours.t_test->t, theirs["t"]);
  expect_near(sign * ours.t_test->effect, theirs["effect"]);
  expect_near(ours.t_test->p, theirs["p"]);
  expect_near(ours.t_test->degrees_of_freedom, theirs["degrees"]);
  const Interval& interval = ours.t_test->interval;
  expect_near(turned ? Interval{-interval.high, -interval.low} : interval, theirs["interval"]);
  expect_near(ours.rank_test->p, theirs["rank"]["p"]);
  EXPECT_EQ(ours.rank_test->exact, theirs["rank"]["exact"].get<bool>());
  if (ours.paired) expect_near(ours.rank_test->statistic, theirs["rank"]["statistic"]);
}

TEST_F(ComparisonScipy, BesideABaseline) {
  const Comparison comparison = compared("plain");
  size_t told = 0;
  for (const GroupDifference& difference : comparison.differences) {
    const std::string pair = "plain " + name(comparison, difference.group);
    if (!scipy["pairs"].contains(pair)) continue;
    SCOPED_TRACE(pair);
    ++told;
    expect_same_test(difference, scipy["pairs"][pair], false);
    EXPECT_EQ(difference.repeats, scipy["pairs"][pair]["n"].get<size_t>());
    expect_near(*difference.p, scipy["holm_with_baseline"][pair]["t"]);
    expect_near(*difference.rank_p, scipy["holm_with_baseline"][pair]["rank"]);
  }
  EXPECT_EQ(told, scipy["holm_with_baseline"].size());
  EXPECT_EQ(comparison.asked_at_once, told);
}

TEST_F(ComparisonScipy, BesideTheBestOfAllPairs) {
  const Comparison comparison = compared({});
  ASSERT_EQ(name(comparison, *comparison.reference), "apart");
  EXPECT_EQ(comparison.asked_at_once, scipy["holm_of_all_pairs"].size());
  size_t told = 0;
  for (const GroupDifference& difference : comparison.differences) {
    if (!difference.p) continue;
    ++told;
    const std::string pair = name(comparison, difference.group) + " apart";
    SCOPED_TRACE(pair);
    expect_same_test(difference, scipy["pairs"].at(pair), true);
    expect_near(*difference.p, scipy["holm_of_all_pairs"].at(pair)["t"]);
    expect_near(*difference.rank_p, scipy["holm_of_all_pairs"].at(pair)["rank"]);
  }
  EXPECT_EQ(told, 3u);
}

TEST_F(ComparisonScipy, OfRanksWithTiesAndZeros) {
  for (const Json& theirs : scipy["wilcoxon"]) {
    const RankTest ours = wilcoxon_signed_rank(theirs["differences"].get<std::vector<double>>());
    expect_near(ours.p, theirs["p"]);
    expect_near(ours.statistic, theirs["statistic"]);
    EXPECT_EQ(ours.exact, theirs["exact"].get<bool>());
  }
  for (const Json& theirs : scipy["mann_whitney"]) {
    const RankTest ours = mann_whitney(theirs["a"].get<std::vector<double>>(),
                                       theirs["b"].get<std::vector<double>>());
    expect_near(ours.p, theirs["p"]);
    expect_near(ours.statistic, theirs["statistic"]);
    EXPECT_EQ(ours.exact, theirs["exact"].get<bool>());
  }
}

TEST_F(ComparisonScipy, OfNeededRepeats) {
  for (const Json& theirs : scipy["needed_repeats"])
    EXPECT_EQ(needed_repeats(theirs["effect"], theirs["paired"] ? Design::paired : Design::unpaired,
                             theirs["level"], 0.8),
              theirs["n"].get<uint64_t>())
        << theirs;
}

}  // namespace
}  // namespace logitbench
