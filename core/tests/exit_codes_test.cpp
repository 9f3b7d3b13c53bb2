// The exit codes that other programs rely on, and what is said with them.
#include <gtest/gtest.h>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

void expect_refusal(const Outcome& outcome, int exit_code, const std::string& said) {
  EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out << outcome.err;
  EXPECT_NE((outcome.out + outcome.err).find(said), std::string::npos)
      << outcome.out << outcome.err;
}

TEST(ExitCode, two_for_usage_and_config) {
  const Scratch scratch;
  write_file(scratch / "c.yaml", "dataset: spiral\nmodel: linear\nloss: cros_entropy\n");
  expect_refusal(logitbench({"run", "c.yaml"}, scratch.path()), 2,
                 "c.yaml:3:7: loss: found 'cros_entropy'");
  expect_refusal(logitbench({"run"}, scratch.path()), 2, "no config given");
  expect_refusal(logitbench({"run", "--nonsense"}, scratch.path()), 2, "--nonsense");
  expect_refusal(logitbench({"rum"}, scratch.path()), 2, "rum");
  EXPECT_FALSE(fs::exists(scratch / "results"));
}

TEST(ExitCode, two_for_parts_that_do_not_fit) {
  const Scratch scratch;
  expect_refusal(logitbench({"run", config("smoke/spiral.yaml"), "loss=mnist_loss", "--out",
                             (scratch / "r").string()},
                            scratch.path()),
                 2, "mnist_loss");
}

TEST(ExitCode, four_for_a_plugin_that_would_not_load) {
  const Scratch scratch;
  write_file(scratch / "plugins/loss_broken.so", "not a shared object");
  expect_refusal(logitbench({"run", config("smoke/spiral.yaml"), "loss=broken", "--plugin-path",
                             (scratch / "plugins").string(), "--out", (scratch / "r").string()},
                            scratch.path()),
                 4, "loss_broken.so");
}

TEST(ExitCode, five_for_damaged_data) {
  const Scratch scratch;
  write_file(scratch / "mnist/train-images-idx3-ubyte", "not images");
  expect_refusal(
      logitbench({"run", config("smoke/mnist_cnn.yaml"),
                  "dataset.dir=" + (scratch / "mnist").string(), "--out", (scratch / "r").string()},
                 scratch.path()),
      5, "train-images-idx3-ubyte");
}

TEST(ExitCode, six_for_results_that_cannot_be_written) {
  const Scratch scratch;
  write_file(scratch / "file", "in the way");
  expect_refusal(
      logitbench({"run", config("smoke/spiral.yaml"), "--out", (scratch / "file/r").string()},
                 scratch.path()),
      6, "file/r");
}

// A run's id leaves paths out, so that the same run has the same id everywhere; other data in the
// folder that is named must not pass for the finished run all the same.
TEST(ExitCode, two_for_a_finished_run_of_other_data) {
  const Scratch scratch;
  const auto run = [&](const std::string& labels) {
    const std::string images("\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x01\x10\xf0", 18);
    write_file(scratch / "data/train-images-idx3-ubyte", images);
    write_file(scratch / "data/train-labels-idx1-ubyte",
               std::string("\0\0\x08\x01\0\0\0\x02", 8) + labels);
    write_file(scratch / "c.yaml",
               "dataset: {name: idx, dir: data, validation: train}\nmodel: linear\n"
               "loss: cross_entropy\ntrain: {epochs: 1}\n");
    return logitbench({"run", "c.yaml"}, scratch.path());
  };
  EXPECT_EQ(run(std::string("\0\x01", 2)).exit_code, 0);
  EXPECT_EQ(run(std::string("\0\x01", 2)).exit_code, 0);
  expect_refusal(run(std::string("\x01\0", 2)), 2, "with other data");
}

TEST(DryRun, lists_the_runs_and_writes_nothing) {
  const Scratch scratch;
  const Outcome outcome =
      logitbench({"run", config("smoke/losses.yaml"), "--dry-run"}, scratch.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("8 runs"), std::string::npos) << outcome.out;
  EXPECT_FALSE(fs::exists(scratch / "results"));
}

}  // namespace
}  // namespace logitbench::end_to_end
