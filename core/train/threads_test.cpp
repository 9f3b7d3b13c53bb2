#include "core/train/threads.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace logitbench {
namespace {

const NetworkSpec kSpiral{{1, 1, 2}, {Dense{64}, Activation{}, Dense{3}}};
const NetworkSpec kWide{{1, 28, 28}, {Flatten{}, Dense{1024}, Activation{}, Dense{10}}};

TEST(Threads, counts_the_multiply_adds_of_every_layer) {
  EXPECT_EQ(multiply_adds_per_row(kSpiral), 2U * 64 + 64 * 3);
  const NetworkSpec conv{{1, 28, 28}, {Conv2d{8, 3, Padding::same}}};
  EXPECT_EQ(multiply_adds_per_row(conv), 28U * 28 * 8 * 9);
}

TEST(Threads, small_work_stays_on_one_and_large_work_takes_all) {
  EXPECT_EQ(resolve_threads(0, kSpiral, 300, 16), 1U);
  EXPECT_EQ(resolve_threads(0, kWide, 256, 2), 2U);
  EXPECT_EQ(resolve_threads(0, kWide, 256, 16), 16U);
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

TEST(Threads, a_number_is_taken_as_it_is) { EXPECT_EQ(resolve_threads(3, kSpiral, 1, 2), 3U); }

}  // namespace
}  // namespace logitbench
