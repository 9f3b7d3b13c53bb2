// `threads: auto` beside what was measured (results/performance.md): two threads where they gained
// more than a twentieth, one where two were slower by as much.
#include "plugins/backends/testing/threads_auto_cases.h"

namespace logitbench {
namespace {

using namespace testing;

const ThreadsAutoOf threads_auto("native");

TEST(NativeThreadsAuto, TwoSlowDownSmallSteps) {
  for (const char* dtype : {"f32", "bf16"}) {
    EXPECT_LE(threads_auto(kSpiral, 96, dtype), 1U) << dtype;
    EXPECT_LE(threads_auto(kLinear, 32, dtype), 1U) << dtype;
    EXPECT_LE(threads_auto(kMlp32, 16, dtype), 1U) << dtype;
    EXPECT_LE(threads_auto(kCnn, 16, dtype), 1U) << dtype << ": a block of images is not cut";
  }
  EXPECT_LE(threads_auto(kSpiral, 300, "bf16"), 1U);
}

TEST(NativeThreadsAuto, TwoPayForLargerOnes) {
  for (const char* dtype : {"f32", "bf16"}) {
    EXPECT_GE(threads_auto(kSpiral, 600, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kLinear, 128, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kMlp32, 128, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kMlp128, 32, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kMlp1024, 8, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kCnn, 32, dtype), 2U) << dtype;
  }
  EXPECT_GE(threads_auto(kSpiral, 300, "f32"), 2U);
}

TEST(NativeThreadsAuto, MoreRowsAreNeverLessWorth) {
  expect_more_rows_never_less_worth(threads_auto);
}

TEST(NativeThreadsAuto, NothingToTrainIsWorthOne) {
  expect_nothing_to_train_worth_one(threads_auto);
}

}  // namespace
}  // namespace logitbench
