// Notebook 004's classifier on real MNIST, epoch by epoch beside PyTorch. The golden file is made
// by tools/peers/mnist37_torch.py.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <tuple>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

// PyTorch sums in float32 in another order: over ten epochs its accuracy moves by a few of the
// 12,396 rows, its mean loss by less than a thousandth. Measured against double: see
// tools/peers/README.md.
constexpr double kAccuracyTolerance = 0.001;
constexpr double kLossRelativeTolerance = 0.001;

using Key = std::tuple<std::string, double, std::string>;  // loss, lr, seed

class FollowsPyTorch : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Backends, FollowsPyTorch, testing::Values("onednn", "reference"));

TEST_P(FollowsPyTorch, epoch_by_epoch) {
  const Scratch scratch;
  const std::vector<CsvRow> golden =
      read_csv(LOGITBENCH_SOURCE_DIR "/tools/peers/golden/mnist37_torch.csv");
  ASSERT_FALSE(golden.empty());
  const Outcome outcome =
      logitbench({"run", config("notebooks/mnist37_losses.yaml"), "--out", (scratch / "r").string(),
                  "sweep.repeats=4", std::string("backend=") + GetParam()},
                 scratch.path());
  // softmax_log_nll at lr 1.0 diverges, which the config expects.
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;

  std::map<std::string, Key> key_of_run;
  std::map<Key, std::string> status;
  for (const CsvRow& run : read_csv(scratch / "r/runs.csv")) {
    if (run.at("train.shuffle") == "true") continue;
    const Key key{run.at("loss"), std::stod(run.at("optimizer.lr")), run.at("seed")};
    key_of_run[run.at("run_id")] = key;
    status[key] = run.at("status");
  }
  std::map<std::tuple<Key, std::string, std::string>, double> ours;
  for (const CsvRow& row : read_csv(scratch / "r/curves.csv"))
    if (const auto run = key_of_run.find(row.at("run_id")); run != key_of_run.end())
      ours[{run->second, row.at("epoch"), row.at("split") + "." + row.at("metric")}] =
          std::stod(row.at("value"));

  size_t compared = 0;
  for (const CsvRow& row : golden) {
    const Key key{row.at("loss"), std::stod(row.at("lr")), row.at("seed")};
    const std::string& metric = row.at("metric");
    if (metric == "weights_finite") {
      // PyTorch's weights at the end of the epoch; ours are told by the run's status at its end.
      if (row.at("epoch") == "10") {
        EXPECT_EQ(status.at(key), std::stod(row.at("value")) == 1 ? "completed" : "diverged");
      }
      continue;
    }
    const auto found = ours.find({key, row.at("epoch"), metric});
    ASSERT_NE(found, ours.end()) << row.at("loss") << " " << row.at("lr") << " " << metric;
    const double expected = std::stod(row.at("value")), got = found->second;
    SCOPED_TRACE(row.at("loss") + " lr " + row.at("lr") + " seed " + row.at("seed") + " epoch " +
                 row.at("epoch") + " " + metric);
    if (std::isnan(expected)) {
      EXPECT_TRUE(std::isnan(got)) << got;
    } else {
      EXPECT_NEAR(got, expected,
                  metric == "train.loss" ? kLossRelativeTolerance * std::abs(expected)
                                         : kAccuracyTolerance);
    }
    ++compared;
  }
  // Five losses, two learning rates, four seeds, ten epochs, four metrics.
  EXPECT_EQ(compared, 5U * 2 * 4 * 10 * 4);
}

}  // namespace
}  // namespace logitbench::end_to_end
