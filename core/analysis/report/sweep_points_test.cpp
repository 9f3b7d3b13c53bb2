#include "core/analysis/report/sweep_points.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/analysis/statistics/sample.h"

namespace logitbench {
namespace {

using testing::ElementsAre;

void add(JoinedRuns& runs, std::vector<std::string> setting, uint64_t seed,
         std::optional<double> value, RunStatus status = RunStatus::completed) {
  runs.runs.push_back({"", status, seed, std::move(setting), value});
}

TEST(SweepPoints, TakeASeedForOneNumber) {
  JoinedRuns runs;
  runs.keys = {"lr", "loss"};
  add(runs, {"1", "a"}, 0, 1.0);
  add(runs, {"1", "b"}, 0, 3.0);
  add(runs, {"1", "a"}, 1, 6.0);
  add(runs, {"2", "a"}, 0, 9.0, RunStatus::diverged);
  add(runs, {"2", "b"}, 0, std::nan(""));
  const std::vector<SweepPoint> points = sweep_points(runs, {0});
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].seeds, 2u);
  EXPECT_EQ(points[0].mean, 4);  // of 2, the mean of seed 0, and 6
  EXPECT_EQ(points[0].range.low, 2);
  EXPECT_EQ(points[0].range.high, 6);
  const std::vector<double> seeds = {2, 6};
  EXPECT_EQ(points[0].interval->high, t_interval(seeds, 0.95).high);
  EXPECT_EQ(points[1].seeds, 0u);
  EXPECT_EQ(points[1].left_out, 2u);
  EXPECT_FALSE(points[1].interval);

  const std::vector<SweepPoint> cells = sweep_points(runs, {1, 0});
  ASSERT_EQ(cells.size(), 4u);
  EXPECT_THAT(cells[1].setting, ElementsAre("b", "1"));
  EXPECT_EQ(cells[1].mean, 3);
  EXPECT_FALSE(cells[1].interval);  // of one seed
}

TEST(SweepPoints, AreTakenOfAnyColumn) {
  JoinedRuns runs;
  add(runs, {}, 0, 1.0);
  add(runs, {}, 0, 1.0);
  add(runs, {}, 0, 1.0);
  std::vector<ResultsTables> tables(2);
  tables[0].runs.run_ids = {"a", "b"};
  tables[0].runs.values = {{"best.valid.nll", {0.5, std::nullopt}}};
  tables[1].runs.run_ids = {"c"};
  const JoinedRuns other = with_column(runs, tables, "best.valid.nll");
  EXPECT_EQ(other.runs[0].value, 0.5);
  EXPECT_FALSE(other.runs[1].value);
  EXPECT_FALSE(other.runs[2].value);
}

}  // namespace
}  // namespace logitbench
