// `threads: auto` beside what was measured (results/performance.md): two threads where they gained
// more than a twentieth, one where two were slower by as much.
#include "plugins/backends/testing/threads_auto_cases.h"

namespace logitbench {
namespace {

using namespace testing;

const ThreadsAutoOf threads_auto("onednn");

// A core that something else takes would cost a short step far more than a second one saves it.
TEST(OneDnnThreadsAuto, ShortStepsStayOnOne) {
  for (const char* dtype : {"f32", "bf16"}) {
    EXPECT_EQ(threads_auto(kSpiral, 300, dtype), 1U) << dtype;
    EXPECT_EQ(threads_auto(kLinear, 96, dtype), 1U) << dtype;
    EXPECT_EQ(threads_auto(kMlp32, 64, dtype), 1U) << dtype;
    EXPECT_EQ(threads_auto(kMlp128, 8, dtype), 1U) << dtype;
  }
}

TEST(OneDnnThreadsAuto, TwoPayForLargerOnes) {
  for (const char* dtype : {"f32", "bf16"}) {
    EXPECT_GE(threads_auto(kSpiral, 3000, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kLinear, 512, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kMlp32, 256, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kMlp128, 64, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kMlp1024, 8, dtype), 2U) << dtype;
    EXPECT_GE(threads_auto(kCnn, 8, dtype), 2U) << dtype;
  }
  EXPECT_GE(threads_auto(kLinear, 256, "f32"), 2U);
}

TEST(OneDnnThreadsAuto, MoreRowsAreNeverLessWorth) {
  expect_more_rows_never_less_worth(threads_auto);
}

TEST(OneDnnThreadsAuto, NothingToTrainIsWorthOne) {
  expect_nothing_to_train_worth_one(threads_auto);
}

}  // namespace
}  // namespace logitbench
