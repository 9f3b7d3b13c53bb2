// `threads: auto` beside what was measured (results/performance.md): two threads where they gained
// more than a twentieth, one where two were slower by as much.
#include <gtest/gtest.h>
#include <logitbench_testing/network_cases.h>

#include "core/plugin/plugin_host.h"

namespace logitbench {
namespace {

using testing::vector_of;

size_t threads_auto(const NetworkSpec& spec, size_t max_batch, const char* dtype) {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  Map parameters;
  parameters.set("dtype", dtype);
  return host.backend("onednn")->threads_auto(parameters, spec, max_batch);
}

NetworkSpec mlp(size_t inputs, size_t hidden, size_t outputs) {
  return {vector_of(inputs), {Dense{hidden}, Activation{}, Dense{outputs}}};
}

const NetworkSpec kLinear{vector_of(784), {Dense{10}}};
const NetworkSpec kSpiral = mlp(2, 64, 3), kMlp32 = mlp(784, 32, 10), kMlp128 = mlp(784, 128, 10);
const NetworkSpec kMlp1024{vector_of(784),
                           {Dense{1024}, Activation{}, Dense{1024}, Activation{}, Dense{10}}};
const NetworkSpec kCnn = testing::notebook_cnn_case().spec;

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
  for (const NetworkSpec& spec : {kLinear, kSpiral, kMlp32, kMlp128, kMlp1024, kCnn})
    for (const char* dtype : {"f32", "bf16"}) {
      size_t before = 0;
      for (size_t rows = 1; rows <= 8192; rows += 1 + rows / 4) {
        const size_t threads = threads_auto(spec, rows, dtype);
        EXPECT_GE(threads, before) << rows << " rows, " << dtype;
        before = threads;
      }
      EXPECT_GE(before, 2U);
    }
}

TEST(OneDnnThreadsAuto, NothingToTrainIsWorthOne) {
  for (const char* dtype : {"f32", "bf16"})
    EXPECT_LE(threads_auto({vector_of(3), {}}, 8, dtype), 1U) << dtype;
}

}  // namespace
}  // namespace logitbench
