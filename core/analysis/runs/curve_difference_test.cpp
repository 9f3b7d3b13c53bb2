#include "core/analysis/runs/curve_difference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace logitbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Values of epochs 0, 1, ...
RecordedSeries series(const std::string& split, const std::string& metric,
                      const std::vector<double>& values) {
  RecordedSeries result{{split, metric}, {}};
  for (size_t epoch = 0; epoch < values.size(); ++epoch)
    result.values.emplace_back(epoch, values[epoch]);
  return result;
}

RunRecord run(std::vector<RecordedSeries> all) {
  RunRecord record;
  record.series = std::move(all);
  return record;
}

TEST(CurveDifference, equal_runs_are_the_same_nan_among_them) {
  const RunRecord a =
      run({series("train", "loss", {1, kNaN, -kNaN}), series("valid", "accuracy", {0.5, 0.25, 1})});
  const CurveDifference difference = curve_difference(a, a);
  EXPECT_TRUE(difference.is_same());
  EXPECT_EQ(difference.compared, 6u);
  EXPECT_FALSE(difference.first);
  RunRecord other_sign = a;
  other_sign.series[0].values[1].second = -kNaN;
  EXPECT_TRUE(curve_difference(a, other_sign).is_same());
}

// Whatever value is changed by one bit is the first that differs.
TEST(CurveDifference, finds_each_single_bit) {
  const RunRecord a = run({series("train", "loss", {1, 2, 3}), series("valid", "loss", {1, 0, 3}),
                           series("valid", "accuracy", {0.5, 0.25, 1})});
  for (size_t s = 0; s < a.series.size(); ++s)
    for (size_t epoch = 0; epoch < 3; ++epoch) {
      RunRecord b = a;
      double& value = b.series[s].values[epoch].second;
      value = value == 0 ? -0.0 : std::nextafter(value, 10);
      const CurveDifference difference = curve_difference(a, b);
      EXPECT_FALSE(difference.is_same());
      EXPECT_EQ(difference.differing, 1u);
      ASSERT_TRUE(difference.first);
      EXPECT_EQ(difference.first->epoch, epoch);
      EXPECT_EQ(difference.first->series.split, a.series[s].name.split);
      EXPECT_EQ(difference.first->series.metric, a.series[s].name.metric);
      EXPECT_EQ(difference.first->a, a.series[s].values[epoch].second);
      EXPECT_EQ(difference.first->b, value);
    }
}

TEST(CurveDifference, the_earliest_epoch_comes_before_the_first_series) {
  const RunRecord a = run({series("train", "loss", {1, 2, 3}), series("valid", "loss", {1, 2, 3})});
  const RunRecord b = run({series("train", "loss", {1, 2, 4}), series("valid", "loss", {1, 5, 4})});
  const CurveDifference difference = curve_difference(a, b);
  ASSERT_TRUE(difference.first);
  EXPECT_EQ(difference.first->epoch, 1u);
  EXPECT_EQ(difference.first->series.split, "valid");
  EXPECT_EQ(difference.differing, 3u);
}

TEST(CurveDifference, more_epochs_or_series_are_not_the_same_and_no_difference_of_values) {
  const RunRecord a = run({series("valid", "loss", {1, 2})});
  const RunRecord longer = run({series("valid", "loss", {1, 2, 3})});
  const RunRecord more = run({series("valid", "loss", {1, 2}), series("valid", "nll", {1, 2})});
  for (const RunRecord& b : {longer, more}) {
    EXPECT_FALSE(curve_difference(a, b).is_same());
    EXPECT_FALSE(curve_difference(b, a).is_same());
    EXPECT_FALSE(curve_difference(a, b).first);
    EXPECT_EQ(curve_difference(a, b).compared, 2u);
  }
  EXPECT_EQ(curve_difference(a, longer).last_epoch_b, 2u);
  ASSERT_EQ(curve_difference(a, more).only_b.size(), 1u);
  EXPECT_EQ(curve_difference(more, a).only_a[0].metric, "nll");
}

TEST(CurveDifference, nothing_recorded_is_not_the_same) {
  const RunRecord none = run({}), some = run({series("valid", "loss", {1})});
  for (const CurveDifference& difference :
       {curve_difference(none, none), curve_difference(some, none), curve_difference(none, some)}) {
    EXPECT_FALSE(difference.is_same());
    EXPECT_EQ(difference.compared, 0u);
  }
  EXPECT_FALSE(curve_difference(some, none).last_epoch_b);
  EXPECT_EQ(curve_difference(some, none).last_epoch_a, 0u);
}

}  // namespace
}  // namespace logitbench
