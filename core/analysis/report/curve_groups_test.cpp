#include "core/analysis/report/curve_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

JoinedRuns runs_of(std::vector<std::string> keys,
                   std::vector<std::pair<std::vector<std::string>, RunStatus>> runs) {
  JoinedRuns joined;
  joined.keys = std::move(keys);
  for (auto& [setting, status] : runs) {
    JoinedRuns::Run& run = joined.runs.emplace_back();
    run.settings = setting;
    run.status = status;
  }
  return joined;
}

constexpr RunStatus kDone = RunStatus::completed, kDiverged = RunStatus::diverged,
                    kFailed = RunStatus::failed;

TEST(CurveGroups, AreRunsOfEqualSettings) {
  const auto groupings = curve_groupings(runs_of(
      {"loss"}, {{{"a"}, kDone}, {{"b"}, kDiverged}, {{"a"}, kDiverged}, {{"c"}, kFailed}}));
  ASSERT_EQ(groupings.size(), 1u);
  EXPECT_FALSE(groupings[0].mixes_settings);
  ASSERT_EQ(groupings[0].groups.size(), 3u);
  const auto& groups = groupings[0].groups;
  EXPECT_THAT(groups[0].runs, ElementsAre(0, 2));
  EXPECT_THAT(groups[0].averaged, ElementsAre(0));  // what diverged is no part of a mean
  EXPECT_FALSE(groups[0].diverged);
  EXPECT_THAT(groups[1].averaged, ElementsAre(1));  // unless nothing else is there
  EXPECT_TRUE(groups[1].diverged);
  EXPECT_THAT(groups[2].averaged, IsEmpty());
  EXPECT_FALSE(groups[2].diverged);
}

TEST(CurveGroups, AreMadeByEachKeyThatMixesOthers) {
  const auto groupings = curve_groupings(
      runs_of({"loss", "lr", "fixed"},
              {{{"a", "1", "x"}, kDone}, {{"a", "2", "x"}, kDone}, {{"b", "1", "x"}, kDone}}));
  ASSERT_EQ(groupings.size(), 3u);  // `fixed` puts all into one group
  EXPECT_EQ(groupings[0].groups.size(), 3u);
  EXPECT_FALSE(groupings[0].mixes_settings);
  EXPECT_THAT(groupings[1].by, ElementsAre("loss"));
  EXPECT_TRUE(groupings[1].mixes_settings);
  EXPECT_THAT(groupings[2].groups[0].runs, ElementsAre(0, 2));
}

TEST(CurveGroups, OfNoKeyAreOneGroup) {
  const auto groupings = curve_groupings(runs_of({}, {{{}, kDone}, {{}, kDone}}));
  ASSERT_EQ(groupings.size(), 1u);
  EXPECT_THAT(groupings[0].groups.at(0).runs, ElementsAre(0, 1));
  EXPECT_TRUE(curve_groupings(runs_of({}, {})).at(0).groups.empty());
}

}  // namespace
}  // namespace logitbench
