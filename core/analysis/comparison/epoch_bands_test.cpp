#include "core/analysis/comparison/epoch_bands.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/analysis/statistics/sample.h"

namespace logitbench {
namespace {

TEST(EpochBands, TakeWhatEachEpochHas) {
  const std::vector<uint32_t> long_epochs = {0, 1, 2}, short_epochs = {1};
  const std::vector<double> a = {1, 2, NAN}, b = {3, 4, INFINITY}, c = {9};
  const std::vector<Curve> curves = {{long_epochs, a}, {long_epochs, b}, {short_epochs, c}, {}};
  const std::vector<EpochBand> bands = epoch_bands(curves);
  ASSERT_EQ(bands.size(), 2u);  // in the third no value is finite
  EXPECT_EQ(bands[0].epoch, 0u);
  EXPECT_EQ(bands[0].values, 2u);
  EXPECT_EQ(bands[0].mean, 2);
  EXPECT_EQ(bands[1].values, 3u);
  EXPECT_EQ(bands[1].mean, 5);
  EXPECT_EQ(bands[1].range.low, 2);
  EXPECT_EQ(bands[1].range.high, 9);
  const std::vector<double> at_1 = {2, 4, 9};
  EXPECT_EQ(bands[1].interval->low, t_interval(at_1, 0.95).low);
}

TEST(EpochBands, OfOneRunHaveNoInterval) {
  const std::vector<uint32_t> epochs = {0};
  const std::vector<double> values = {1};
  const std::vector<Curve> curves = {{epochs, values}};
  ASSERT_EQ(epoch_bands(curves).size(), 1u);
  EXPECT_FALSE(epoch_bands(curves)[0].interval);
}

}  // namespace
}  // namespace logitbench
