// Early stopping through the program: which runs end early depends on the plan and on their numbers
// alone; whatever ended early, nothing is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

class EarlyStopping : public testing::TestWithParam<const char*> {
 protected:
  EarlyStopping() {
    write_file(scratch / "sweep.yaml",
               "dataset: {name: spiral, samples: 40}\n"
               "model: linear\n"
               "loss: cross_entropy\n"
               "optimizer: {name: sgd, lr: 0.1}\n"
               "train: {epochs: 27, batch_size: 16}\n"
               "backend: {name: onednn, threads: 1}\n"
               "sweep:\n"
               "  method: random\n"
               "  count: 27\n"
               "  repeats: 2\n"
               "  parameters:\n"
               "    optimizer.lr: {min: 1.0e-5, max: 1.0, distribution: log_uniform}\n");
  }
  Outcome run(const std::string& out, const std::vector<std::string>& more = {}) const {
    return logitbench(words(out, more), scratch.path());
  }
  std::vector<std::string> words(const std::string& out,
                                 const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"run", "sweep.yaml", "--out", out};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  std::map<std::string, size_t> statuses(const std::string& out) const {
    std::map<std::string, size_t> counts;
    for (const CsvRow& row : read_csv(scratch / out / "runs.csv")) ++counts[row.at("status")];
    return counts;
  }
  static std::string method(const char* name) { return std::string("+stop.method=") + name; }

  const Scratch scratch;
};

TEST_P(EarlyStopping, does_not_depend_on_jobs_processes_or_kills) {
  const std::string stop = method(GetParam());
  ASSERT_EQ(run("whole", {stop}).exit_code, 0);
  EXPECT_GT(statuses("whole").at("pruned"), 10U);
  EXPECT_GT(statuses("whole").at("completed"), 1U);

  ASSERT_EQ(run("one_by_one", {stop, "--jobs", "1"}).exit_code, 0);
  expect_same_results(scratch / "whole", scratch / "one_by_one");
  ASSERT_EQ(run("isolated", {stop, "--isolate"}).exit_code, 0);
  expect_same_results(scratch / "whole", scratch / "isolated");

  std::vector<std::string> longer{stop, "train.epochs=900", "dataset.samples=200", "--jobs", "2"};
  longer.push_back(stop.ends_with("median") ? "+stop.first=3" : "+stop.first_epochs=100");
  int killed_under_way = 0;
  for (bool ended = false; !ended && killed_under_way < 20;) {
    const size_t before = journal_lines(scratch / "killed");
    Child child(words("killed", longer), scratch.path());
    // Each time at another place within a run's some hundred lines.
    const size_t more = 150 + 13 * static_cast<size_t>(killed_under_way);
    ASSERT_TRUE(wait_until(
        [&] { return child.has_ended() || journal_lines(scratch / "killed") >= before + more; }));
    kill(child.pid(), SIGKILL);
    ended = child.wait().exit_code != 128 + SIGKILL;
    killed_under_way += ended ? 0 : 1;
  }
  EXPECT_GE(killed_under_way, 10);
  ASSERT_EQ(run("killed", longer).exit_code, 0);
  ASSERT_EQ(run("unkilled", longer).exit_code, 0);
  expect_same_results(scratch / "unkilled", scratch / "killed");
}

TEST_P(EarlyStopping, leaves_nothing_to_do_and_sound_results) {
  const std::string stop = method(GetParam());
  ASSERT_EQ(run("r", {stop}).exit_code, 0);
  const std::string curves = read_file(scratch / "r/curves.csv");
  const std::string manifest = read_file(scratch / "r/manifest.json");
  const size_t lines = journal_lines(scratch / "r");
  const Outcome again = run("r", {stop});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("54 of 54 runs are finished already"));
  EXPECT_EQ(journal_lines(scratch / "r"), lines);
  EXPECT_EQ(read_file(scratch / "r/curves.csv"), curves);
  EXPECT_EQ(read_file(scratch / "r/manifest.json"), manifest);
  EXPECT_THAT(run("r", {stop, "--dry-run"}).out, HasSubstr("nothing to do"));
  // With another rule it is open who would be taken up again.
  EXPECT_THAT(run("r", {stop, "+stop.metric=train.accuracy", "--dry-run"}).out,
              Not(HasSubstr("nothing to do")));

  const Outcome check = logitbench({"check", "r"}, scratch.path());
  EXPECT_EQ(check.exit_code, 0) << check.out;
  EXPECT_THAT(check.out, HasSubstr("run_pruned"));
  EXPECT_THAT(logitbench({"status", "r"}, scratch.path()).out, HasSubstr("pruned"));
}

// Without the competition the runs that it ended are wanted whole; what was completed stays.
TEST_P(EarlyStopping, may_be_taken_back) {
  ASSERT_EQ(run("r", {method(GetParam())}).exit_code, 0);
  ASSERT_EQ(run("plain").exit_code, 0);
  const size_t lines = journal_lines(scratch / "r");
  ASSERT_EQ(run("r").exit_code, 0);
  EXPECT_EQ(statuses("r"), (std::map<std::string, size_t>{{"completed", 54}}));
  EXPECT_LT(journal_lines(scratch / "r") - lines, journal_lines(scratch / "plain"));
  expect_same_results(scratch / "plain", scratch / "r");
}

INSTANTIATE_TEST_SUITE_P(Methods, EarlyStopping, testing::Values("median", "successive_halving"),
                         [](const auto& method) { return std::string(method.param); });

using OneMethod = EarlyStopping;

TEST_F(OneMethod, halving_keeps_thirds) {
  const Outcome outcome = run("r", {method("successive_halving"), "sweep.repeats=1"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  std::map<std::string, size_t> by_epochs;
  for (const CsvRow& row : read_csv(scratch / "r/runs.csv")) ++by_epochs[row.at("epochs")];
  EXPECT_EQ(by_epochs, (std::map<std::string, size_t>{{"1", 18}, {"3", 6}, {"9", 2}, {"27", 1}}));
  EXPECT_THAT(outcome.out, HasSubstr("27 runs: 1 completed, 26 pruned"));
}

TEST_F(OneMethod, what_waits_is_not_trained_again_after_ctrl_c) {
  const std::vector<std::string> more{method("successive_halving"), "train.epochs=2000",
                                      "+stop.first_epochs=300", "sweep.repeats=1"};
  Child child(words("r", more), scratch.path());
  // More than half of the first round's 27 x 300 epochs.
  ASSERT_TRUE(wait_for_journal(scratch / "r", 5000));
  kill(child.pid(), SIGINT);
  const Outcome outcome = child.wait();
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_THAT(outcome.out, HasSubstr("The same command goes on where it stopped"));
  size_t waiting = 0;
  for (const CsvRow& row : read_csv(scratch / "r/runs.csv"))
    waiting += row.at("status") == "queued" && row.at("epochs") == "300";
  EXPECT_GT(waiting, 10U);
  EXPECT_EQ(statuses("r").count("pruned"), 0U) << "not all had come so far";

  const size_t lines = journal_lines(scratch / "r");
  ASSERT_EQ(run("r", more).exit_code, 0);
  const size_t lines_after = journal_lines(scratch / "r");
  ASSERT_EQ(run("whole", more).exit_code, 0);
  EXPECT_LT(lines_after - lines, journal_lines(scratch / "whole") - 300 * waiting);
  expect_same_results(scratch / "whole", scratch / "r");
  EXPECT_EQ(logitbench({"check", "r"}, scratch.path()).exit_code, 0);
}

// Runs that are complete before others are chosen are complete once.
TEST_F(OneMethod, what_completes_on_the_way_is_not_done_again) {
  const std::vector<std::string> more{method("successive_halving"), "+target=0.35",
                                      "+stop.target=true", "sweep.repeats=1"};
  ASSERT_EQ(run("r", more).exit_code, 0);
  size_t completed = 0;
  for (const CsvRow& row : read_csv(scratch / "r/runs.csv"))
    completed += row.at("status") == "completed";
  EXPECT_GT(completed, 1U);
  size_t ends = 0;
  for (const auto& entry : fs::directory_iterator(scratch / "r/journal")) {
    const std::string text = read_file(entry.path());
    for (size_t at = 0; (at = text.find("\"status\":\"completed\"", at)) != std::string::npos; ++at)
      ++ends;
  }
  EXPECT_EQ(ends, completed);
  EXPECT_EQ(logitbench({"check", "r"}, scratch.path()).exit_code, 0);
}

// It ends as it would alone: with the method or without, the same run.
TEST_F(OneMethod, what_diverges_takes_no_part) {
  std::string text = read_file(scratch / "sweep.yaml");
  text.replace(text.find("max: 1.0,"), 9, "max: 1.0e30,");
  write_file(scratch / "sweep.yaml", text);
  const std::vector<std::string> diverging{"loss=softmax_log_nll"};
  std::vector<std::string> competing = diverging;
  competing.push_back(method("successive_halving"));
  EXPECT_EQ(run("r", competing).exit_code, 1);
  EXPECT_GT(statuses("r").at("diverged"), 1U);
  EXPECT_GT(statuses("r").at("pruned"), 1U);
  for (const CsvRow& row : read_csv(scratch / "r/runs.csv"))
    EXPECT_TRUE(row.at("status") != "diverged" || row.at("epochs") == "27") << row.at("run_id");
  EXPECT_EQ(run("r", diverging).exit_code, 1);
  EXPECT_EQ(run("plain", diverging).exit_code, 1);
  expect_same_results(scratch / "plain", scratch / "r");
}

TEST_F(OneMethod, part_of_a_competition_is_refused) {
  const std::string median = method("median");
  const Outcome shard = run("r", {median, "--shard", "1/2"});
  EXPECT_EQ(shard.exit_code, 2);
  EXPECT_THAT(shard.err, HasSubstr("with stop.method all of them compete"));
  EXPECT_EQ(run("r", {median, "--retry", "failed"}).exit_code, 2);
  EXPECT_EQ(run("r", {median, "--launcher", "slurm", "+slurm.shards=2", "--dry-run"}).exit_code, 2);
  EXPECT_THAT(run("r", {median, "--launcher", "slurm", "--dry-run"}).out, HasSubstr("--array=1-1"));
  EXPECT_EQ(run("r", {"stop.method=median,successive_halving"}).exit_code, 2);
  EXPECT_FALSE(fs::exists(scratch / "r"));
}

TEST_F(OneMethod, the_time_to_accuracy_is_recorded_and_may_be_asked_for_afterwards) {
  const std::vector<std::string> one{"~sweep", "optimizer.lr=0.3"};
  ASSERT_EQ(run("r", one).exit_code, 0);
  EXPECT_THAT(read_file(scratch / "r/runs.csv"), Not(HasSubstr("target")));
  const size_t lines = journal_lines(scratch / "r");
  std::vector<std::string> with_target = one;
  with_target.insert(with_target.end(), {"+target=0.35"});
  ASSERT_EQ(run("r", with_target).exit_code, 0);
  EXPECT_EQ(journal_lines(scratch / "r"), lines) << "no run is done again for it";

  std::string first;
  for (const CsvRow& row : read_csv(scratch / "r/curves.csv"))
    if (first.empty() && row.at("split") == "valid" && row.at("metric") == "accuracy" &&
        row.at("epoch") != "0" && std::stod(row.at("value")) >= 0.35)
      first = row.at("epoch");
  const CsvRow row = read_csv(scratch / "r/runs.csv").at(0);
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(row.at("target_epoch"), first);
  EXPECT_GT(std::stod(row.at("target_s")), 0);
  EXPECT_LE(std::stod(row.at("target_s")), std::stod(row.at("wall_s")));
  EXPECT_EQ(logitbench({"check", "r"}, scratch.path()).exit_code, 0);

  // To end there is another run.
  with_target.push_back("+stop.target=true");
  ASSERT_EQ(run("ended", with_target).exit_code, 0);
  const CsvRow ended = read_csv(scratch / "ended/runs.csv").at(0);
  EXPECT_EQ(ended.at("status"), "completed");
  EXPECT_EQ(ended.at("epochs"), first);
  EXPECT_NE(ended.at("run_id"), row.at("run_id"));
  EXPECT_EQ(logitbench({"check", "ended"}, scratch.path()).exit_code, 0);
}

TEST_F(OneMethod, nan_ends_a_run_at_its_step) {
  const std::vector<std::string> one{"~sweep", "optimizer.lr=1e30", "loss=softmax_log_nll"};
  EXPECT_EQ(run("whole", one).exit_code, 1);
  EXPECT_EQ(read_csv(scratch / "whole/runs.csv").at(0).at("epochs"), "27");
  std::vector<std::string> stopped = one;
  stopped.push_back("+stop.nan=true");
  EXPECT_EQ(run("r", stopped).exit_code, 1);
  const CsvRow row = read_csv(scratch / "r/runs.csv").at(0);
  EXPECT_EQ(row.at("status"), "diverged");
  EXPECT_LT(std::stoi(row.at("epochs")), 3);
  const Outcome check = logitbench({"check", "r"}, scratch.path());
  EXPECT_THAT(check.out, HasSubstr("run_diverged"));
  EXPECT_THAT(check.out, Not(HasSubstr("epochs_broken")));
}

}  // namespace
}  // namespace logitbench::end_to_end
