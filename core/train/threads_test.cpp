#include "core/train/threads.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

namespace logitbench {
namespace {

const NetworkSpec kSpiral{{1, 1, 2}, {Dense{64}, Activation{}, Dense{3}}};
const NetworkSpec kWide{{1, 28, 28}, {Flatten{}, Dense{1024}, Activation{}, Dense{10}}};
const NetworkSpec kNothing{{1, 1, 5}, {}};
constexpr size_t kMost = std::numeric_limits<size_t>::max();

BackendPlugin with_rule(ThreadRule rule) {
  BackendPlugin backend;
  backend.threads_auto = std::move(rule);
  return backend;
}

size_t resolve(size_t configured, const BackendPlugin& backend, const NetworkSpec& spec,
               size_t max_batch, size_t cores) {
  return resolve_threads(configured, backend, Map(), spec, max_batch, cores);
}

TEST(Threads, CountsTheMultiplyAddsOfEveryLayer) {
  EXPECT_EQ(multiply_adds_per_row(kSpiral), 2U * 64 + 64 * 3);
  const NetworkSpec conv{{1, 28, 28}, {Conv2d{8, 3, Padding::same}}};
  EXPECT_EQ(multiply_adds_per_row(conv), 28U * 28 * 8 * 9);
}

TEST(Threads, ANumberIsTakenAsItIs) {
  const BackendPlugin backend =
      with_rule([](const Map&, const NetworkSpec&, size_t) -> size_t { return 1; });
  EXPECT_EQ(resolve(3, backend, kSpiral, 1, 2), 3U);
  EXPECT_EQ(resolve(3, {}, kSpiral, 1, 2), 3U);
}

TEST(Threads, AutoAsksTheBackendWithTheConfigsParametersAndSizes) {
  const BackendPlugin backend =
      with_rule([](const Map& parameters, const NetworkSpec& spec, size_t max_batch) {
        return parameters.text("dtype") == "bf16" ? parameter_count(spec) : max_batch;
      });
  Map parameters;
  parameters.set("dtype", "bf16");
  EXPECT_EQ(resolve_threads(0, backend, parameters, kSpiral, 7, 1000), parameter_count(kSpiral));
  parameters.set("dtype", "f32");
  EXPECT_EQ(resolve_threads(0, backend, parameters, kSpiral, 7, 1000), 7U);
}

TEST(Threads, AutoIsNeverNoneAndNeverMoreThanTheCores) {
  for (const size_t worth : {size_t{0}, size_t{1}, size_t{5}, kMost})
    for (const size_t cores : {0, 1, 2, 16}) {
      const size_t threads =
          resolve(0, with_rule([=](const Map&, const NetworkSpec&, size_t) { return worth; }),
                  kSpiral, 300, cores);
      EXPECT_GE(threads, 1U);
      EXPECT_LE(threads, std::max<size_t>(cores, 1));
      if (worth >= 1 && worth <= cores) {
        EXPECT_EQ(threads, worth);
      }
    }
}

TEST(Threads, WithoutARuleSmallWorkStaysOnOneAndLargeWorkTakesAll) {
  EXPECT_EQ(resolve(0, {}, kNothing, 1000, 16), 1U);
  EXPECT_EQ(resolve(0, {}, kSpiral, 300, 16), 1U);
  EXPECT_EQ(resolve(0, {}, kWide, 256, 2), 2U);
  EXPECT_EQ(resolve(0, {}, kWide, 256, 16), 16U);
}

TEST(Threads, WithoutARuleMoreRowsAreNeverLessWorth) {
  size_t before = 1;
  for (size_t rows = 1; rows <= 4096; rows *= 2) {
    const size_t threads = resolve(0, {}, kWide, rows, 64);
    EXPECT_GE(threads, before) << rows << " rows";
    before = threads;
  }
  EXPECT_EQ(before, 64U);
}

TEST(Threads, of_a_slurm_job_are_what_it_was_given) {
  const size_t cores = usable_cores();
  setenv("SLURM_CPUS_ON_NODE", "1", 1);
  EXPECT_EQ(usable_cores(), 1U);
  for (const char* other : {"100000", "0", "", "-1", "2x"}) {
    setenv("SLURM_CPUS_ON_NODE", other, 1);
    EXPECT_EQ(usable_cores(), cores) << other;
  }
  unsetenv("SLURM_CPUS_ON_NODE");
}

}  // namespace
}  // namespace logitbench
