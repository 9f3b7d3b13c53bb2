#include "tools/logitbench/bench/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <vector>

#include "tools/logitbench/bench/limit_kernels.h"
#include "tools/logitbench/bench/plugin_parts.h"

namespace logitbench::bench {
namespace {

TEST(LimitKernels, ASweepTouchesEveryNumberOnce) {
  for (const size_t count : {size_t{0}, size_t{1}, size_t{15}, size_t{16}, size_t{1000}}) {
    std::vector<float> values(count + 1, 3.0f), other(count + 1, 1.0f);
    sweep_once(values.data(), other.data(), count, 4.0f);
    EXPECT_THAT(std::vector(other.begin(), other.end() - 1), ::testing::Each(12.0f));
    EXPECT_EQ(other.back(), 1.0f) << "beyond its end";
    sweep_once(values.data(), values.data(), count, 2.0f);
    EXPECT_THAT(std::vector(values.begin(), values.end() - 1), ::testing::Each(6.0f));
    EXPECT_EQ(values.back(), 3.0f) << "beyond its end";
  }
}

// x = x/2 + 1 from 1, 3, 4, ..., 11 comes to 2 in each of ten sums.
TEST(LimitKernels, MultiplyAddsAreDoneAsOftenAsSaid) {
  float kept = 0;
  const double once = multiply_add(1, &kept);
  EXPECT_EQ(kept, 10 + (1 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11) / 2.0f);
  EXPECT_EQ(multiply_add(1000, &kept), 1000 * once);
  EXPECT_EQ(kept, 20.0f);
  double kept_double = 0;
  const double once_double = multiply_add(1, &kept_double);
  EXPECT_EQ(kept_double, 10 + (1 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11) / 2.0);
  EXPECT_EQ(multiply_add(1000, &kept_double), 1000 * once_double);
  EXPECT_EQ(kept_double, 20.0);
}

TEST(Limits, ASweepIsCutAmongTheThreads) {
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  LentThreads lent(host, 2);
  EXPECT_EQ(lent.parallel().threads(), 2U);
  Sweep in_place(1 << 20, 3, Writes::in_place), copying(1 << 20, 3, Writes::elsewhere);
  EXPECT_EQ(in_place.bytes_moved(), 2.0 * 3 * (1 << 20)) << "read and written, three times over";
  EXPECT_EQ(copying.bytes_moved(), 3.0 * (1 << 20)) << "one half read, the other written";
  in_place.run(lent.parallel());
  copying.run(lent.parallel());
}

TEST(Limits, AreMeasuredOnceForEachSize) {
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  Limits limits(host);
  const double first = limits.bytes_per_second(1000, Writes::in_place, 1);
  EXPECT_GT(first, 0);
  EXPECT_EQ(limits.bytes_per_second(2000, Writes::in_place, 1), first)
      << "no two measurements are the same";
}

TEST(PluginParts, RefusesWhatABackendDoesNotHave) {
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const NetworkSpec spec{{1, 1, 4}, {Dense{2}}};
  EXPECT_THROW(compile(host, "onednn", "f16", spec, {1, 1}), ConfigError);
  EXPECT_THROW(compile(host, "no_such_backend", "f32", spec, {1, 1}), ConfigError);
  EXPECT_NO_THROW(compile(host, "onednn", "f32", spec, {1, 1}));
}

}  // namespace
}  // namespace logitbench::bench
