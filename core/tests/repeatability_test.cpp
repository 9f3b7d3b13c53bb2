// The same config gives the same curves.csv, byte by byte.
#include <gtest/gtest.h>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

struct Case {
  const char* name;
  const char* config;
  std::vector<std::string> overrides;
};

class Repeats : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(
    Backends, Repeats,
    testing::Values(
        Case{"cnn_two_threads", "smoke/mnist_cnn.yaml", {"backend.threads=2"}},
        Case{"cnn_one_thread", "smoke/mnist_cnn.yaml", {"backend.threads=1"}},
        Case{"cnn_reference", "smoke/mnist_cnn.yaml", {"backend=reference", "dataset.limit=200"}},
        Case{"notebook_losses", "notebooks/mnist37_losses.yaml", {"sweep.repeats=1"}},
        Case{"spiral_losses", "smoke/losses.yaml", {}}),
    [](const auto& case_info) { return std::string(case_info.param.name); });

TEST_P(Repeats, to_the_last_byte) {
  const Scratch scratch;
  std::string curves[2];
  for (int i = 0; i < 2; ++i) {
    const fs::path out = scratch / ("r" + std::to_string(i));
    std::vector<std::string> words{"run", config(GetParam().config), "--out", out.string()};
    words.insert(words.end(), GetParam().overrides.begin(), GetParam().overrides.end());
    const Outcome outcome = logitbench(words, scratch.path());
    ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    curves[i] = read_file(out / "curves.csv");
  }
  EXPECT_GT(curves[0].size(), 200U);
  EXPECT_TRUE(curves[0] == curves[1]);
}

}  // namespace
}  // namespace logitbench::end_to_end
