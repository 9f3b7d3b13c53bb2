// What `logitbench run` shows of the notebooks, on real data. Their numbers:
// notebook_claims_test.cpp.
#include <gtest/gtest.h>

#include <cmath>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

double value(const std::vector<CsvRow>& curves, const std::string& run_id, const std::string& epoch,
             const std::string& split, const std::string& metric) {
  for (const CsvRow& row : curves)
    if (row.at("run_id") == run_id && row.at("epoch") == epoch && row.at("split") == split &&
        row.at("metric") == metric)
      return std::stod(row.at("value"));
  ADD_FAILURE() << "no " << split << "." << metric << " of " << run_id << " in epoch " << epoch;
  return NAN;
}

TEST(Notebook004, the_flat_5112_comes_out_and_the_run_says_why) {
  const Scratch scratch;
  const Outcome outcome = logitbench({"run", config("notebooks/mnist37_cross_entropy.yaml"),
                                      "--out", (scratch / "r").string(), "seed=1"},
                                     scratch.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;  // the config expects it
  EXPECT_NE(outcome.out.find("at epoch 1, step "), std::string::npos) << outcome.out;
  const auto runs = read_csv(scratch / "r/runs.csv");
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].at("status"), "diverged");
  const auto curves = read_csv(scratch / "r/curves.csv");
  for (int epoch = 1; epoch <= 10; ++epoch) {
    const auto at = [&](const char* split, const char* metric) {
      return value(curves, runs[0].at("run_id"), std::to_string(epoch), split, metric);
    };
    EXPECT_TRUE(std::isnan(at("train", "loss")));
    EXPECT_DOUBLE_EQ(at("valid", "accuracy"), 6265.0 / 12396);
    // 25 of 49 batches hold sevens alone, one holds 13 of them among 256.
    EXPECT_NEAR(at("valid", "p0_batch_mean_accuracy"), (25 + 13.0 / 256) / 49, 1e-12);
  }
}

// The text, as NumPy prints these float32 numbers; the numbers are claims of the config.
TEST(Notebook001, the_spirals_forward_pass_digit_by_digit) {
  const Scratch scratch;
  const Outcome outcome = logitbench(
      {"run", config("notebooks/spiral_forward.yaml"), "--out", (scratch / "r").string()},
      scratch.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("1.0986104"), std::string::npos) << outcome.out;
  for (const char* row : {"0.33333334 0.33333334 0.33333334", "0.3333332 0.3333332 0.33333364",
                          "0.3333329 0.33333293 0.3333342", "0.3333326 0.33333263 0.33333477",
                          "0.33333233 0.3333324 0.33333528"})
    EXPECT_NE(outcome.out.find(row), std::string::npos) << row << "\n" << outcome.out;
}

TEST(Notebook000, the_run_says_what_it_is_made_of) {
  const Scratch scratch;
  const Outcome outcome =
      logitbench({"run", config("notebooks/cnn_layers.yaml"), "--out", (scratch / "r").string()},
                 scratch.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("35,962 parameters on mnist, 60,000 rows to train on"),
            std::string::npos)
      << outcome.out;
}

// Its two numbers for one loss: the loop that a draw of the weights breaks, and the library's.
TEST(Notebook000, the_loop_says_infinity_where_the_library_does_not) {
  const Scratch scratch;
  const Outcome outcome = logitbench({"run", config("notebooks/loop_and_evaluate.yaml"), "--out",
                                      (scratch / "r").string(), "~sweep", "seed=6"},
                                     scratch.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("diverged: valid.loss went inf first, at epoch 0"), std::string::npos)
      << outcome.out;
}

// The CNN on all of MNIST, five seeds.
TEST(Notebook000, trained_it_reaches_97_percent) {
  const Scratch scratch;
  const Outcome outcome =
      logitbench({"run", config("benchmarks/mnist_cnn.yaml"), "--out", (scratch / "r").string()},
                 scratch.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto runs = read_csv(scratch / "r/runs.csv");
  ASSERT_EQ(runs.size(), 5U);
  for (const CsvRow& run : runs) EXPECT_GE(std::stod(run.at("final.valid.accuracy")), 0.97);
}

}  // namespace
}  // namespace logitbench::end_to_end
