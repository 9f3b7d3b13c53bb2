#include "core/record/epoch_summary.h"

#include <gtest/gtest.h>

#include <cmath>

namespace logitbench {
namespace {

const double kNan = std::nan("");

TEST(EpochSummary, KeepsLastLeastAndLargestOfEachSeries) {
  EpochSummary summary;
  EXPECT_EQ(summary.records(), 0U);
  EXPECT_EQ(summary.last("train", "loss"), std::nullopt);
  summary.add({0, 0, {{"valid", "loss", 3}}});
  summary.add({1, 9, {{"train", "loss", 5}, {"valid", "loss", 1}}});
  summary.add({2, 18, {{"train", "loss", 4}, {"valid", "loss", 2}}});
  EXPECT_EQ(summary.records(), 3U);
  EXPECT_EQ(summary.last_epoch(), 2U);
  EXPECT_EQ(summary.series(), (std::vector<MetricSeries>{{"valid", "loss"}, {"train", "loss"}}));
  EXPECT_EQ(summary.last("valid", "loss"), 2);
  EXPECT_EQ(summary.least("valid", "loss"), 1);
  EXPECT_EQ(summary.largest("valid", "loss"), 3);
  EXPECT_EQ(summary.last("train", "loss"), 4);
  EXPECT_EQ(summary.largest("train", "loss"), 5);
  EXPECT_EQ(summary.last("test", "loss"), std::nullopt);
  EXPECT_EQ(summary.least("valid", "nll"), std::nullopt);
}

TEST(EpochSummary, NanIsTheLastButNeverTheLeastOrLargestOfNumbers) {
  for (const std::vector<double>& values : std::vector<std::vector<double>>{
           {kNan, 2, 1, kNan}, {2, kNan, 1, kNan}, {kNan, kNan, 1, 2, kNan}}) {
    EpochSummary summary;
    for (const double value : values) summary.add({0, 0, {{"valid", "loss", value}}});
    EXPECT_TRUE(std::isnan(summary.last("valid", "loss").value()));
    EXPECT_EQ(summary.least("valid", "loss"), 1);
    EXPECT_EQ(summary.largest("valid", "loss"), 2);
  }
  EpochSummary none;
  none.add({0, 0, {{"valid", "loss", kNan}}});
  EXPECT_TRUE(std::isnan(none.least("valid", "loss").value()));
}

}  // namespace
}  // namespace logitbench
