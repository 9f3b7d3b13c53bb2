// Sweeps through the real program: runs side by side, how each of them ends, and going on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <iterator>
#include <map>
#include <set>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

class SweepRuns : public testing::Test {
 protected:
  Outcome sweep(const std::string& out, std::vector<std::string> words) {
    words.insert(words.begin(), {"run", config("smoke/spiral.yaml"), "--out", path(out)});
    return logitbench(words, scratch.path());
  }
  std::string path(const std::string& name) const { return (scratch / name).string(); }
  std::map<std::string, size_t> statuses(const std::string& out) const {
    std::map<std::string, size_t> counts;
    for (const CsvRow& run : read_csv(scratch / out / "runs.csv")) ++counts[run.at("status")];
    return counts;
  }
  void expect_same(const std::string& a, const std::string& b) const {
    expect_same_results(scratch / a, scratch / b);
  }
  const Scratch scratch;
};

TEST_F(SweepRuns, do_not_depend_on_how_many_go_on_at_once) {
  const std::vector<std::string> words{"optimizer.lr=0.001,0.01,0.1", "+sweep.repeats=4",
                                       "train.epochs=20,40", "backend=native,onednn,reference"};
  auto with_jobs = [&](const std::string& out, const std::string& jobs) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--jobs", jobs});
    return sweep(out, all).exit_code;
  };
  ASSERT_EQ(with_jobs("one", "1"), 0);
  ASSERT_EQ(with_jobs("two", "2"), 0);
  ASSERT_EQ(with_jobs("auto", "auto"), 0);
  EXPECT_EQ(statuses("one").at("completed"), 72U);
  expect_same("one", "two");
  expect_same("one", "auto");
}

TEST_F(SweepRuns, are_summed_up_by_status_and_by_the_best_of_many) {
  const Outcome few = sweep("few", {"+sweep.repeats=3", "train.epochs=2"});
  EXPECT_THAT(few.out, HasSubstr("\n3 runs: 3 completed\n"));
  const Outcome many = sweep(
      "many", {"optimizer.lr=0.00001,0.1", "+sweep.repeats=30", "train.epochs=30", "--quiet"});
  EXPECT_THAT(many.out, HasSubstr("\n60 runs: 60 completed; above, the 10 of the largest"));
  EXPECT_THAT(many.out, HasSubstr("\n         0.1"));
  EXPECT_THAT(many.out, Not(HasSubstr("0.00001")));
}

// Data sets of which only as many are kept as runs go on at once.
TEST_F(SweepRuns, share_data_sets) {
  const std::vector<std::string> words{"dataset.samples=50,60,70", "dataset.seed=1",
                                       "+sweep.repeats=4", "train.epochs=5"};
  ASSERT_EQ(sweep("many", words).exit_code, 0);
  std::vector<std::string> one = words;
  one.insert(one.end(), {"--jobs", "1"});
  ASSERT_EQ(sweep("one", one).exit_code, 0);
  expect_same("one", "many");
}

TEST_F(SweepRuns, one_that_fails_leaves_the_others_alone_and_says_why_in_its_folder) {
  // No such validation split.
  const Outcome outcome =
      sweep("r", {"dataset.validation=train,test", "+sweep.repeats=3", "train.epochs=2"});
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  EXPECT_EQ(statuses("r"), (std::map<std::string, size_t>{{"completed", 3}, {"failed", 3}}));
  size_t logs = 0;
  for (const CsvRow& run : read_csv(scratch / "r/runs.csv")) {
    const fs::path log = scratch / "r/runs" / run.at("run_id") / "error.log";
    EXPECT_EQ(fs::exists(log), run.at("status") == "failed");
    if (!fs::exists(log)) continue;
    ++logs;
    EXPECT_THAT(read_file(log), HasSubstr("has no test split"));
    EXPECT_THAT(outcome.out, HasSubstr(run.at("run_id") + " failed: "));
  }
  EXPECT_EQ(logs, 3U);
}

TEST_F(SweepRuns, fail_fast_ends_the_others) {
  const Outcome outcome = sweep("r", {"dataset.validation=test,train", "+sweep.repeats=50",
                                      "train.epochs=3", "--fail-fast", "--jobs", "1"});
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  EXPECT_EQ(statuses("r").at("failed"), 1U);
  EXPECT_EQ(statuses("r").at("queued"), 99U);
}

TEST_F(SweepRuns, a_time_limit_ends_one_run_and_the_next_has_time_again) {
  const Outcome outcome = sweep("r", {"train.epochs=100000000,3", "+run_timeout=2"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_EQ(statuses("r"), (std::map<std::string, size_t>{{"completed", 1}, {"timed_out", 1}}));
  EXPECT_THAT(outcome.out, HasSubstr("run_timeout of 2 s; a larger one lets it end"));
  // The limit is no part of the run: a longer one takes up the same run.
  const Outcome again =
      sweep("r", {"train.epochs=100000000,3", "+run_timeout=2.5", "--retry", "timed_out"});
  EXPECT_EQ(again.exit_code, 1) << again.err;
  EXPECT_THAT(again.out, HasSubstr("run_timeout of 2.5 s"));
  EXPECT_THAT(again.out, HasSubstr("1 of 2 runs are finished already"));
}

// A larger plan may name the same runs otherwise.
TEST_F(SweepRuns, a_plan_may_grow_by_repeats_and_by_values) {
  const std::vector<std::string> small{"train.epochs=3", "predictions=2"};
  std::vector<std::string> large = small;
  large.insert(large.end(), {"+sweep.repeats=3", "optimizer.lr=0.01,0.02"});
  ASSERT_EQ(sweep("grown", small).exit_code, 0);
  EXPECT_THAT(sweep("grown", {"train.epochs=3", "predictions=2", "+sweep.repeats=3",
                              "optimizer.lr=0.01,0.02", "--dry-run"})
                  .out,
              HasSubstr("6 runs, 1 of them done"));
  const Outcome outcome = sweep("grown", large);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("1 of 6 runs are finished already"));
  ASSERT_EQ(sweep("whole", large).exit_code, 0);
  expect_same("grown", "whole");
  const fs::directory_iterator folders(scratch / "grown/runs");
  EXPECT_EQ(std::distance(begin(folders), end(folders)), 6);  // the old one has its new name
  EXPECT_EQ(logitbench({"check", path("grown")}, scratch.path()).exit_code, 0);
}

TEST_F(SweepRuns, retry_does_only_those_again) {
  ASSERT_EQ(
      sweep("r", {"dataset.validation=train,test", "train.epochs=2", "+sweep.repeats=2"}).exit_code,
      2);
  const Outcome outcome = sweep("r", {"dataset.validation=train,test", "train.epochs=2",
                                      "+sweep.repeats=3", "--retry", "failed"});
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  EXPECT_EQ(statuses("r"),
            (std::map<std::string, size_t>{{"completed", 2}, {"failed", 2}, {"queued", 2}}));
  EXPECT_EQ(sweep("r", {"--retry", "completed"}).exit_code, 2);
  EXPECT_THAT(sweep("r", {"--retry", "completed"}).err, HasSubstr("expected failed, timed_out"));
}

TEST_F(SweepRuns, retry_of_nothing_still_says_what_went_wrong_before) {
  const std::vector<std::string> words{"dataset.validation=train,test", "train.epochs=2"};
  ASSERT_EQ(sweep("r", words).exit_code, 2);
  std::vector<std::string> retry = words;
  retry.insert(retry.end(), {"--retry", "timed_out"});
  EXPECT_EQ(sweep("r", retry).exit_code, 1);
}

TEST_F(SweepRuns, fail_fast_lets_a_failure_be_that_is_expected) {
  write_file(scratch / "c.yaml",
             "extends: " + config("smoke/spiral.yaml") +
                 "\ntrain: {epochs: 2}\n"
                 "sweep: {parameters: {dataset.validation: [test, train]}}\n"
                 "expect: [{where: {dataset.validation: test}, status: failed}]\n");
  const Outcome outcome = logitbench(
      {"run", "c.yaml", "--out", path("r"), "--fail-fast", "--jobs", "1"}, scratch.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err << outcome.out;
  EXPECT_EQ(statuses("r"), (std::map<std::string, size_t>{{"completed", 1}, {"failed", 1}}));
}

TEST_F(SweepRuns, refuse_a_number_of_jobs_that_is_none) {
  for (const char* jobs : {"0", "-1", "two", "1.5", ""}) {
    const Outcome outcome = sweep("r", {"--jobs", jobs});
    EXPECT_EQ(outcome.exit_code, 2) << jobs;
    EXPECT_THAT(outcome.err, HasSubstr("--jobs")) << jobs;
  }
  EXPECT_FALSE(fs::exists(scratch / "r"));
}

TEST_F(SweepRuns, ctrl_c_ends_all_runs_under_way) {
  const std::vector<std::string> words{"run",
                                       config("smoke/spiral.yaml"),
                                       "--out",
                                       path("r"),
                                       "--jobs",
                                       "2",
                                       "backend.threads=1",
                                       "train.epochs=100000000",
                                       "+sweep.repeats=5"};
  Child child(words, scratch.path());
  ASSERT_TRUE(wait_for_journal(scratch / "r", 20));
  kill(child.pid(), SIGINT);
  const Outcome outcome = child.wait();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("goes on where it stopped"));
  const size_t under_way = statuses("r").at("interrupted");
  EXPECT_GE(under_way, 1U);
  EXPECT_EQ(under_way + statuses("r").at("queued"), 5U);
}

}  // namespace
}  // namespace logitbench::end_to_end
