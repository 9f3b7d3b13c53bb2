// --isolate: a plugin that takes its process with it is one run that failed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <map>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

class IsolatedRuns : public testing::Test {
 protected:
  std::vector<std::string> words(const std::string& out,
                                 const std::vector<std::string>& more) const {
    std::vector<std::string> all{"run",
                                 config("smoke/spiral.yaml"),
                                 "--out",
                                 (scratch / out).string(),
                                 "train.epochs=3",
                                 "--plugin-path",
                                 LOGITBENCH_ROUGH_PLUGIN_DIR};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Outcome sweep(const std::string& out, const std::vector<std::string>& more) const {
    return logitbench(words(out, more), scratch.path());
  }
  // status by what the loss did
  std::map<std::string, std::string> statuses(const std::string& out) const {
    std::map<std::string, std::string> found;
    for (const CsvRow& run : read_csv(scratch / out / "runs.csv"))
      found[run.at("loss.how")] = run.at("status");
    return found;
  }
  std::string error_log(const std::string& out, const std::string& how) const {
    for (const CsvRow& run : read_csv(scratch / out / "runs.csv"))
      if (run.at("loss.how") == how)
        return read_file(scratch / out / "runs" / run.at("run_id") / "error.log");
    return "";
  }
  const Scratch scratch;
};

TEST_F(IsolatedRuns, a_crash_is_one_failed_run) {
  const Outcome outcome = sweep("r", {"loss=rough",
                                      "loss.how=nothing,crashes,leaves,throws_number,throws_error,"
                                      "needs_too_much,prints",
                                      "--isolate"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_EQ(statuses("r"), (std::map<std::string, std::string>{{"nothing", "completed"},
                                                               {"crashes", "failed"},
                                                               {"leaves", "failed"},
                                                               {"throws_number", "failed"},
                                                               {"throws_error", "failed"},
                                                               {"needs_too_much", "failed"},
                                                               {"prints", "completed"}}));
  EXPECT_THAT(error_log("r", "crashes"),
              HasSubstr("the process of this run was ended by signal 11 (Segmentation fault); it "
                        "said: about to crash"));
  EXPECT_THAT(error_log("r", "leaves"), HasSubstr("ended with exit code 7 and without a result"));
  EXPECT_THAT(error_log("r", "throws_error"), HasSubstr("failed: rough: found this"));
  EXPECT_THAT(error_log("r", "throws_number"), HasSubstr("no std::exception"));
  EXPECT_THAT(error_log("r", "needs_too_much"), HasSubstr("out of memory"));
}

TEST_F(IsolatedRuns, what_is_thrown_is_one_failed_run_without_it_too) {
  const Outcome outcome =
      sweep("r", {"loss=rough", "loss.how=nothing,throws_number,throws_error,needs_too_much"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_EQ(statuses("r").at("nothing"), "completed");
  EXPECT_EQ(statuses("r").at("throws_number"), "failed");
  EXPECT_THAT(error_log("r", "throws_number"), HasSubstr("no std::exception"));
}

TEST_F(IsolatedRuns, give_the_same_results) {
  const std::vector<std::string> sweep_words{"loss=cross_entropy,softmax_log_nll",
                                             "optimizer.lr=0.01,100", "+sweep.repeats=2",
                                             "predictions=3"};
  std::vector<std::string> isolated = sweep_words;
  isolated.emplace_back("--isolate");
  const Outcome together = sweep("together", sweep_words), apart = sweep("apart", isolated);
  EXPECT_EQ(together.exit_code, apart.exit_code);
  const std::string curves = read_file(scratch / "apart/curves.csv");
  EXPECT_FALSE(curves.empty());
  EXPECT_TRUE(read_file(scratch / "together/curves.csv") == curves);
  const std::string run_id = read_csv(scratch / "apart/runs.csv").front().at("run_id");
  const std::string predictions = "runs/" + run_id + "/predictions.csv";
  EXPECT_EQ(read_file(scratch / "apart" / predictions),
            read_file(scratch / "together" / predictions));
  // Nothing but that two of them diverged.
  for (const char* out : {"together", "apart"})
    EXPECT_THAT(logitbench({"check", (scratch / out).string()}, scratch.path()).out,
                HasSubstr("8 of 8 runs finished, 1 finding: 1 warning"));
}

TEST_F(IsolatedRuns, a_hang_is_ended_by_the_time_limit) {
  const Outcome outcome =
      sweep("r", {"loss=rough", "loss.how=hangs,nothing", "+run_timeout=3", "--isolate"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_EQ(statuses("r").at("hangs"), "timed_out");
  EXPECT_EQ(statuses("r").at("nothing"), "completed");
  EXPECT_THAT(error_log("r", "hangs"), HasSubstr("did not answer and was killed"));
}

TEST_F(IsolatedRuns, one_that_trains_too_long_is_timed_out_with_what_it_has) {
  const Outcome outcome =
      logitbench({"run", config("smoke/spiral.yaml"), "--out", (scratch / "r").string(),
                  "--isolate", "train.epochs=100000000", "+run_timeout=1.5"},
                 scratch.path());
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  const CsvRow run = read_csv(scratch / "r/runs.csv").front();
  EXPECT_EQ(run.at("status"), "timed_out");
  EXPECT_THAT(read_file(scratch / "r/runs" / run.at("run_id") / "error.log"),
              HasSubstr("run_timeout of 1.5 s"));
  EXPECT_GT(read_csv(scratch / "r/curves.csv").size(), 20U);
}

TEST_F(IsolatedRuns, one_that_someone_else_ends_is_no_success) {
  Child child(words("r", {"--isolate", "train.epochs=100000000"}), scratch.path());
  ASSERT_TRUE(wait_for_journal(scratch / "r", 20));
  const std::string children =
      "/proc/" + std::to_string(child.pid()) + "/task/" + std::to_string(child.pid()) + "/children";
  kill(std::atoi(read_file(children).c_str()), SIGTERM);
  EXPECT_EQ(child.wait().exit_code, 1);
}

// After its result is sent: the exit code is the run's, and nobody waits for ever.
TEST_F(IsolatedRuns, one_that_ends_badly_has_given_its_result) {
  const Outcome outcome =
      sweep("r", {"loss=rough", "loss.how=crashes_at_exit,hangs_at_exit", "--isolate"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(statuses("r").at("crashes_at_exit"), "completed");
  EXPECT_EQ(statuses("r").at("hangs_at_exit"), "completed");
}

TEST_F(IsolatedRuns, end_with_the_program_that_waits_for_them) {
  Child child(words("r", {"loss=rough", "loss.how=hangs", "--isolate"}), scratch.path());
  const std::string children =
      "/proc/" + std::to_string(child.pid()) + "/task/" + std::to_string(child.pid()) + "/children";
  pid_t isolated = 0;
  ASSERT_TRUE(wait_until([&] { return (isolated = std::atoi(read_file(children).c_str())) > 0; }));
  kill(child.pid(), SIGKILL);
  child.wait();
  const fs::path still_there = "/proc/" + std::to_string(isolated) + "/exe";
  std::error_code ignored;
  EXPECT_TRUE(wait_until([&] { return !fs::exists(still_there, ignored); }));
}

}  // namespace
}  // namespace logitbench::end_to_end
