// --shard: several processes in one results folder do one sweep, whichever of them die on the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

class Shards : public testing::Test {
 protected:
  static constexpr size_t kRuns = 12;

  std::vector<std::string> words(const std::string& out,
                                 const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"run",
                                 config("smoke/spiral.yaml"),
                                 "optimizer.lr=0.01,0.1",
                                 "+sweep.repeats=6",
                                 "train.epochs=" + std::to_string(epochs_),
                                 "backend.threads=1",
                                 "--jobs",
                                 "1",
                                 "--out",
                                 (scratch / out).string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  // Each process has a folder of its own for what it says.
  fs::path own_folder(const std::string& name) const {
    fs::create_directories(scratch / ("said-" + name));
    return scratch / ("said-" + name);
  }
  Outcome sweep(const std::string& out, const std::vector<std::string>& more = {}) const {
    return logitbench(words(out, more), own_folder("sweep"));
  }
  Outcome shard(const std::string& out, const std::string& which) const {
    return sweep(out, {"--shard", which});
  }
  // Tables as those of one process that nothing disturbed, and everything known of each run.
  void expect_whole(const std::string& out) {
    if (!fs::exists(scratch / "whole")) {
      ASSERT_EQ(sweep("whole").exit_code, 0);
    }
    expect_same_results(scratch / out, scratch / "whole");
    const Outcome check = logitbench({"check", (scratch / out).string()}, own_folder("check"));
    EXPECT_EQ(check.exit_code, 0) << check.out;
    EXPECT_THAT(check.out, Not(HasSubstr("data_hash_missing")));
  }
  const Scratch scratch;
  size_t epochs_ = 200;
};

TEST_F(Shards, one_after_the_other_are_the_whole_sweep) {
  const Outcome second = shard("r", "2/3");
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.out, HasSubstr("Shard 2/3: 4 of 12 runs"));
  for (const char* run : {"run 1/4 ", "run 2/4 ", "run 3/4 ", "run 4/4 "})
    EXPECT_THAT(second.out, HasSubstr(run));
  EXPECT_THAT(second.out, HasSubstr("8 of 12 runs are still to be done"));
  EXPECT_EQ(shard("r", "1/3").exit_code, 0);
  const Outcome last = shard("r", "3/3");
  EXPECT_EQ(last.exit_code, 0) << last.err;
  EXPECT_THAT(last.out, Not(HasSubstr("still to be done")));
  expect_whole("r");
  EXPECT_THAT(shard("r", "3/3").out, HasSubstr("4 of 4 runs are finished already"));
}

TEST_F(Shards, at_once_and_one_of_them_killed_leave_the_rest_to_the_next) {
  epochs_ = 1500;
  Child first(words("r", {"--shard", "1/3"}), own_folder("1"));
  ASSERT_TRUE(wait_for_journal(scratch / "r", 1));
  Child second(words("r", {"--shard", "2/3"}), own_folder("2"));
  Child third(words("r", {"--shard", "3/3"}), own_folder("3"));
  ASSERT_TRUE(wait_for_journal(scratch / "r", 500));
  ASSERT_EQ(kill(second.pid(), SIGKILL), 0);
  EXPECT_EQ(second.wait().exit_code, 128 + SIGKILL);
  const Outcome a = first.wait(), b = third.wait();
  EXPECT_EQ(a.exit_code, 0) << a.err;
  EXPECT_EQ(b.exit_code, 0) << b.err;
  // Whichever was last wrote the tables of both.
  const size_t wrote = static_cast<size_t>(a.out.find("curves: ") != std::string::npos) +
                       static_cast<size_t>(b.out.find("curves: ") != std::string::npos);
  EXPECT_EQ(wrote, 1U) << a.out << b.out;
  size_t completed = 0;
  for (const CsvRow& run : read_csv(scratch / "r/runs.csv"))
    completed += run.at("status") == "completed" ? 1 : 0;
  EXPECT_GE(completed, 8U);
  EXPECT_LT(completed, kRuns);
  const Outcome again = shard("r", "2/3");
  EXPECT_EQ(again.exit_code, 0) << again.err;
  expect_whole("r");
}

TEST_F(Shards, what_they_left_an_ordinary_sweep_does) {
  ASSERT_EQ(shard("r", "2/2").exit_code, 0);
  const Outcome outcome = sweep("r");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("6 of 12 runs are finished already"));
  expect_whole("r");
}

TEST_F(Shards, an_expectation_waits_for_all_runs) {
  write_file(scratch / "c.yaml", "extends: " + config("smoke/spiral.yaml") +
                                     "\ntrain: {epochs: 3}\nsweep: {repeats: 4}\n"
                                     "expect:\n- {metric: valid.accuracy, at_least: 2}\n");
  const auto one = [&](const std::string& which) {
    return logitbench(
        {"run", (scratch / "c.yaml").string(), "--out", (scratch / "r").string(), "--shard", which},
        own_folder("sweep"));
  };
  EXPECT_EQ(one("1/2").exit_code, 0);
  EXPECT_EQ(one("2/2").exit_code, 3);
}

class ShardsAtWork : public Shards {
 protected:
  void SetUp() override {
    epochs_ = 100'000'000;
    child_.emplace(words("r", {"--shard", "2/3"}), own_folder("2"));
    ASSERT_TRUE(wait_for_journal(scratch / "r", 20));
  }
  void TearDown() override {
    if (!child_) return;
    kill(child_->pid(), SIGKILL);
    child_->wait();
  }
  std::optional<Child> child_;
};

TEST_F(ShardsAtWork, keep_others_out) {
  const std::string process = "process " + std::to_string(child_->pid()) + " on ";
  const Outcome ordinary = sweep("r");
  EXPECT_EQ(ordinary.exit_code, 6);
  EXPECT_THAT(ordinary.err, HasSubstr("is being written by " + process));
  EXPECT_THAT(ordinary.err, HasSubstr("(shard 2/3)"));
  EXPECT_EQ(sweep("r", {"--fresh"}).exit_code, 6);

  const Outcome same = sweep("r", {"--shard", "2/3"});
  EXPECT_EQ(same.exit_code, 6);
  EXPECT_THAT(same.err, HasSubstr(process));

  const Outcome another_plan = sweep("r", {"--shard", "1/3", "optimizer.lr=0.5,0.1"});
  EXPECT_EQ(another_plan.exit_code, 2);
  EXPECT_THAT(another_plan.err, HasSubstr("shards of another plan go on in "));
  EXPECT_THAT(another_plan.err, HasSubstr("optimizer.lr: was 0.01, 0.1; now 0.5, 0.1"));
}

TEST_F(ShardsAtWork, show_in_the_status) {
  const auto status = [&] {
    const Outcome outcome =
        logitbench({"status", (scratch / "r").string(), "--json"}, own_folder("status"));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out);
  };
  const auto before = status();
  EXPECT_EQ(before["counts"]["running"], 1);
  EXPECT_EQ(before["counts"]["queued"], kRuns - 1);
  EXPECT_EQ(before["runs"][1]["status"], "running");
  EXPECT_EQ(before["runs"][1]["process"]["pid"], child_->pid());
  EXPECT_EQ(before["runs"][1]["process"]["state"], "lives");
  const Outcome text = logitbench({"status", (scratch / "r").string()}, own_folder("status"));
  EXPECT_THAT(text.out, HasSubstr("process " + std::to_string(child_->pid()) + " on "));

  // Not waited for yet: a zombie is dead too.
  kill(child_->pid(), SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto after = status();
  EXPECT_EQ(after["counts"]["running"], 0);
  EXPECT_EQ(after["runs"][1]["status"], "queued");
  EXPECT_EQ(after["runs"][1]["process"]["state"], "dead");
}

TEST_F(ShardsAtWork, end_at_ctrl_c) {
  kill(child_->pid(), SIGINT);
  const Outcome outcome = child_->wait();
  child_.reset();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
  EXPECT_EQ(read_csv(scratch / "r/runs.csv")[1].at("status"), "interrupted");
}

TEST_F(Shards, keep_off_an_ordinary_sweep) {
  epochs_ = 100'000'000;
  Child ordinary(words("r"), own_folder("1"));
  ASSERT_TRUE(wait_for_journal(scratch / "r", 20));
  const Outcome outcome = shard("r", "1/2");
  EXPECT_EQ(outcome.exit_code, 6);
  EXPECT_THAT(outcome.err,
              HasSubstr("is being written by process " + std::to_string(ordinary.pid()) + " on "));
  kill(ordinary.pid(), SIGKILL);
  ordinary.wait();
}

TEST_F(Shards, refuse_what_is_no_share) {
  for (const char* which : {"0/3", "4/3", "a/b", "1", "1/", "/3", "1/0", "-1/3", "1/3/5", ""}) {
    const Outcome outcome = shard("r", which);
    EXPECT_EQ(outcome.exit_code, 2) << which;
    EXPECT_THAT(outcome.err, HasSubstr("--shard")) << which;
  }
  const Outcome fresh = sweep("r", {"--shard", "1/2", "--fresh"});
  EXPECT_EQ(fresh.exit_code, 2);
  EXPECT_THAT(fresh.err, HasSubstr("--out DIR"));
  EXPECT_FALSE(fs::exists(scratch / "r"));
}

TEST_F(Shards, are_listed_by_a_dry_run) {
  size_t listed = 0;
  for (const char* which : {"1/5", "2/5", "3/5", "4/5", "5/5"}) {
    const Outcome outcome = sweep("r", {"--shard", which, "--dry-run"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    for (size_t at = 0; (at = outcome.out.find("-seed", at)) != std::string::npos; ++at) ++listed;
  }
  EXPECT_EQ(listed, kRuns);
  const Outcome more_than_runs = sweep("r", {"--shard", "13/20", "--dry-run"});
  EXPECT_THAT(more_than_runs.out, HasSubstr("shard 13/20: 0 of 12 runs"));
  EXPECT_FALSE(fs::exists(scratch / "r"));
}

}  // namespace
}  // namespace logitbench::end_to_end
