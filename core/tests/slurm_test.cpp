// --launcher slurm, on a real cluster of two nodes on this machine (tools/slurm-test-cluster).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

class SlurmLauncher : public testing::Test {
 protected:
  SlurmLauncher() {
    write_file(scratch / "c.yaml", "extends: " + config("smoke/spiral.yaml") +
                                       "\n"
                                       "experiment: on_slurm\n"
                                       "dataset: {samples: 2000}\n"
                                       "train: {epochs: 700}\n"
                                       "backend: {threads: 1}\n"
                                       "sweep:\n"
                                       "  repeats: 4\n"
                                       "  parameters: {optimizer.lr: [0.01, 0.02]}\n"
                                       "slurm: {partition: test, cpus: 1, mem: 300, shards: 4}\n");
  }
  Outcome run(const std::string& out, const std::vector<std::string>& more) const {
    std::vector<std::string> words{"run", "c.yaml", "--out", (scratch / out).string()};
    words.insert(words.end(), more.begin(), more.end());
    return logitbench(words, scratch.path());
  }
  Outcome submit(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"--launcher", "slurm"};
    words.insert(words.end(), more.begin(), more.end());
    return run("r", words);
  }
  const Scratch scratch;
};

TEST_F(SlurmLauncher, prints_its_script_in_a_dry_run) {
  const Outcome outcome = submit({"--dry-run", "slurm.array_limit=3", "slurm.time=2:00:00"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* line :
       {"--array=1-4%3", "--requeue", "--partition=test", "--time=2:00:00", "--cpus-per-task=1"})
    EXPECT_THAT(outcome.out, HasSubstr(std::string("#SBATCH ") + line + "\n"));
  EXPECT_THAT(outcome.out, HasSubstr("--shard \"$SLURM_ARRAY_TASK_ID/4\""));
  EXPECT_THAT(outcome.out, Not(HasSubstr("'--launcher'")));
  EXPECT_FALSE(fs::exists(scratch / "r"));
}

TEST_F(SlurmLauncher, is_no_part_of_what_a_run_is) {
  const auto ids = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"--dry-run"};
    words.insert(words.end(), more.begin(), more.end());
    return run("r", words).out;
  };
  EXPECT_EQ(ids({}), ids({"slurm.time=5", "slurm.partition=other"}));
  EXPECT_EQ(ids({}), ids({"~slurm"}));
}

TEST_F(SlurmLauncher, says_what_to_install) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", scratch.path().c_str(), 1);
  const Outcome outcome = submit();
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("slurm-client"));
  EXPECT_FALSE(fs::exists(scratch / "r"));
}

TEST_F(SlurmLauncher, refuses_wrong_words) {
  EXPECT_EQ(run("r", {"--launcher", "pbs"}).exit_code, 2);
  EXPECT_EQ(submit({"--shard", "1/2"}).exit_code, 2);
  const Outcome misspelt = submit({"+slurm.partitoin=a"});
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("partition"));
  EXPECT_FALSE(fs::exists(scratch / "r"));
}

class SlurmCluster : public SlurmLauncher {
 protected:
  void SetUp() override {
    if (!output_of(
             "PATH=$PATH:/usr/sbin; for p in sbatch slurmctld slurmd munged; do command -v $p; "
             "done | wc -l")
             .starts_with("4"))
      GTEST_SKIP() << "Slurm is not installed; tools/install-packages test does that";
    setenv("SLURM_CONF", (scratch / "cluster/slurm.conf").c_str(), 1);
    is_up_ = true;
    ASSERT_EQ(cluster("up"), 0);
  }
  void TearDown() override {
    if (!is_up_) return;
    EXPECT_EQ(cluster("down"), 0);
    unsetenv("SLURM_CONF");
  }
  int cluster(const std::string& what, const std::string& node = "") const {
    return std::system((LOGITBENCH_SOURCE_DIR "/tools/slurm-test-cluster " + what + " " +
                        (scratch / "cluster").string() + " " + node)
                           .c_str());
  }
  size_t events(const std::string& name) const {
    size_t count = 0;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(scratch / "r/journal", ignored)) {
      const std::string text = read_file(entry.path());
      const std::string event = "\"event\":\"" + name + "\"";
      for (size_t at = 0; (at = text.find(event, at)) != std::string::npos; ++at) ++count;
    }
    return count;
  }
  // A task that Slurm has queued again waits two minutes. A few seconds it must: its node refuses
  // one that seems to be of the time before.
  void hasten(const std::string& task) const {
    ASSERT_TRUE(wait_until([&] {
      return output_of("squeue -h -r -j " + task + " -o %T").starts_with("PENDING");
    })) << output_of("squeue -r");
    ASSERT_EQ(std::system(("scontrol update StartTime=now+5 JobId=" + task).c_str()), 0);
  }
  void expect_undisturbed() const {
    ASSERT_TRUE(wait_until([] { return output_of("squeue -h").empty(); }))
        << output_of("squeue -r");
    ASSERT_EQ(run("local", {}).exit_code, 0);
    expect_same_results(scratch / "r", scratch / "local");
    if (HasFailure())
      ADD_FAILURE() << output_of("tail -n 50 " + (scratch / "r/slurm/*.out").string());
    const Outcome check = logitbench({"check", (scratch / "r").string()}, scratch.path());
    EXPECT_EQ(check.exit_code, 0) << check.out;
  }
  bool is_up_ = false;
};

TEST_F(SlurmCluster, loses_a_node_and_no_run) {
  const Outcome submitted = submit();
  ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  EXPECT_THAT(submitted.out, HasSubstr("8 of 8 runs in 4 shards"));
  ASSERT_TRUE(wait_until([&] { return events("epoch") > 20; })) << output_of("squeue -r");

  const Outcome again = submit();
  EXPECT_EQ(again.exit_code, 6);
  EXPECT_THAT(again.err, HasSubstr("(shard "));

  // "1_2 n1": a task that runs, and where.
  std::istringstream running(output_of("squeue -h -r -t R -o '%i %N'"));
  std::string task, node;
  ASSERT_TRUE(running >> task >> node) << output_of("squeue -r");
  ASSERT_EQ(cluster("fail", node), 0);
  EXPECT_THAT(logitbench({"status", (scratch / "r").string()}, scratch.path()).out,
              HasSubstr(" is dead; the run is done again"));
  hasten(task);
  expect_undisturbed();
  EXPECT_EQ(events("run_finished"), 8U) << "a finished run was done again";
  // One at a time on a node of one CPU, and one of them was cut off.
  EXPECT_EQ(events("run_started"), 9U);
  EXPECT_THAT(submit().out, HasSubstr("nothing is submitted"));
}

TEST_F(SlurmCluster, goes_on_after_a_time_limit) {
  ASSERT_EQ(submit({"slurm.shards=1"}).exit_code, 0);
  ASSERT_TRUE(wait_until([&] { return events("epoch") > 20; })) << output_of("squeue -r");
  const std::string task = output_of("squeue -h -r -o %i | tr -d '\\n'");
  // What Slurm does a minute before the limit.
  ASSERT_EQ(std::system(("scancel --batch --signal=USR1 " + task).c_str()), 0);
  hasten(task);
  EXPECT_GE(events("run_finished"), 1U);
  expect_undisturbed();
}

TEST_F(SlurmCluster, says_what_it_refuses) {
  const Outcome outcome = submit({"slurm.partition=nowhere"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("nvalid partition"));
}

}  // namespace
}  // namespace logitbench::end_to_end
