// Ctrl-C, kill -9 and going on: nothing is lost, nothing is done twice.
#include <gtest/gtest.h>

#include <csignal>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

std::vector<std::string> spiral(const fs::path& out, const std::vector<std::string>& overrides) {
  std::vector<std::string> words{"run", config("smoke/spiral.yaml"), "--out", out.string()};
  words.insert(words.end(), overrides.begin(), overrides.end());
  return words;
}

TEST(Interrupt, ends_a_long_run_with_130_and_keeps_its_epochs) {
  const Scratch scratch;
  Child child(spiral(scratch / "r", {"train.epochs=10000000"}), scratch.path());
  ASSERT_TRUE(wait_for_journal(scratch / "r", 20));
  kill(child.pid(), SIGINT);
  const Outcome outcome = child.wait();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
  EXPECT_NE(outcome.out.find("goes on where it stopped"), std::string::npos);
  const auto runs = read_csv(scratch / "r/runs.csv");
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].at("status"), "interrupted");
  EXPECT_GT(read_csv(scratch / "r/curves.csv").size(), 20U);
}

// Runs without a training step notice it too.
TEST(Interrupt, ends_a_sweep_of_untrained_networks) {
  const Scratch scratch;
  Child child(spiral(scratch / "r", {"train.epochs=0", "+sweep.repeats=9000"}), scratch.path());
  ASSERT_TRUE(wait_for_journal(scratch / "r", 3));
  kill(child.pid(), SIGTERM);
  const Outcome outcome = child.wait();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
  size_t completed = 0;
  for (const CsvRow& run : read_csv(scratch / "r/runs.csv"))
    completed += run.at("status") == "completed" ? 1 : 0;
  EXPECT_GE(completed, 1U);
  EXPECT_LT(completed, 9000U);
}

TEST(Resume, after_kill_9_gives_the_undisturbed_curves) {
  const Scratch scratch;
  const std::vector<std::string> sweep{"train.epochs=200", "+sweep.repeats=6"};
  ASSERT_EQ(logitbench(spiral(scratch / "whole", sweep), scratch.path()).exit_code, 0);
  Child child(spiral(scratch / "killed", sweep), scratch.path());
  ASSERT_TRUE(wait_for_journal(scratch / "killed", 500));
  kill(child.pid(), SIGKILL);
  EXPECT_EQ(child.wait().exit_code, 128 + SIGKILL);
  EXPECT_FALSE(fs::exists(scratch / "killed/curves.csv"));
  const Outcome outcome = logitbench(spiral(scratch / "killed", sweep), scratch.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("runs are finished already"), std::string::npos) << outcome.out;
  EXPECT_TRUE(read_file(scratch / "killed/curves.csv") == read_file(scratch / "whole/curves.csv"));
}

}  // namespace
}  // namespace logitbench::end_to_end
