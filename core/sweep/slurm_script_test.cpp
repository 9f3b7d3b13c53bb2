#include "core/sweep/slurm_script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <cstdlib>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::Not;

SlurmJob job_in(const std::filesystem::path& folder, const std::vector<std::string>& command) {
  return {"mine", folder, folder / "r/slurm", command, 12};
}

TEST(SlurmScript, SharesTheRunsOut) {
  EXPECT_EQ(shards_for(7, {}), 7U);
  EXPECT_EQ(shards_for(5000, {}), kMostShards);
  SlurmSettings settings;
  settings.shards = 300;
  EXPECT_EQ(shards_for(5000, settings), 300U);
  EXPECT_EQ(shards_for(7, settings), 7U);
}

TEST(SlurmScript, AsksForWhatTheConfigSays) {
  SlurmSettings settings;
  const SlurmJob job = job_in("/a b", {"logitbench", "run", "c.yaml"});
  const std::string plain = slurm_script(job, settings);
  EXPECT_THAT(plain, HasSubstr("\n#SBATCH --array=1-12\n"));
  EXPECT_THAT(plain, HasSubstr("\n#SBATCH --requeue\n"));
  EXPECT_THAT(plain, HasSubstr("\n#SBATCH --chdir=\"/a b\"\n"));
  EXPECT_THAT(plain, HasSubstr("\n#SBATCH --output=\"/a b/r/slurm/%A_%a.out\"\n"));
  for (const char* option : {"--partition", "--time", "--cpus", "--mem"})
    EXPECT_THAT(plain, Not(HasSubstr(option)));
  settings.partition = "main";
  settings.time = "2:00:00";
  settings.cpus = 4;
  settings.mem = "2G";
  settings.array_limit = 3;
  settings.extra = {"--account=lab"};
  const std::string full = slurm_script(job, settings);
  for (const char* option : {"--array=1-12%3", "--partition=main", "--time=2:00:00",
                             "--cpus-per-task=4", "--mem=2G", "--account=lab"})
    EXPECT_THAT(full, HasSubstr(std::string("\n#SBATCH ") + option + "\n"));
}

TEST(SlurmScript, RefusesAPathThatSbatchDoesNotTake) {
  EXPECT_THROW(slurm_script(job_in("/a\"b", {"x"}), {}), ConfigError);
  EXPECT_THAT(slurm_script(job_in("/a%j", {"x"}), {}), HasSubstr("/a%%j/r/slurm/%A_%a.out"));
}

// What the shell makes of it: words as they are, the shard's exit code, a stop in time.
class SlurmScriptRun : public testing::Test {
 protected:
  // The command is a shell's; `around` starts the script as $SCRIPT.
  int run(const std::string& command, const std::string& around) {
    const auto root = folder_.path();
    write_text(root / "array.sh", slurm_script(job_in(root, {"sh", "-c", command, "it's"}), {}));
    std::filesystem::create_directories(root / "bin");
    write_text(root / "bin/scontrol", "#!/bin/sh\necho \"$@\" > requeued\n");
    write_text(root / "around.sh", around);
    const std::string line = "cd " + root.string() +
                             " && chmod +x bin/scontrol && PATH=" + (root / "bin").string() +
                             ":$PATH SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_JOB_ID=77 "
                             "SCRIPT=./array.sh sh around.sh 2>/dev/null";
    const int status = std::system(line.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  const TemporaryFolder folder_;
};

TEST_F(SlurmScriptRun, HandsWordsAndExitCodeOn) {
  EXPECT_EQ(run("echo \"$0 $*\" > said; exit 3", "sh $SCRIPT"), 3);
  EXPECT_EQ(read_text(folder_.path() / "said"), "it's --shard 5/12\n");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "requeued"));
}

TEST_F(SlurmScriptRun, StopsNearTheTimeLimitAndQueuesItselfAgain) {
  const std::string stops = "trap 'exit 130' TERM; : > begun; while :; do sleep 0.1; done";
  const std::string signal =
      "sh $SCRIPT & task=$!\n"
      "until [ -e begun ]; do sleep 0.1; done\n"
      "kill -USR1 $task; wait $task\n";
  EXPECT_EQ(run(stops, signal), 130);
  EXPECT_EQ(read_text(folder_.path() / "requeued"), "requeue 77_5\n");
}

// Before the shell knows its shard, or the shard listens.
TEST_F(SlurmScriptRun, ASignalAtTheStartIsNotLost) {
  const std::string stops = "trap 'exit 130' TERM; : > begun; while :; do sleep 0.1; done";
  const std::string signal =
      "sh $SCRIPT & task=$!\n"
      "until [ \"$(grep SigCgt /proc/$task/status)\" != \"$(grep SigCgt /proc/$$/status)\" ]; do "
      ":; done\n"
      "kill -TERM $task; wait $task\n";
  EXPECT_EQ(run(stops, signal), 130);
}

TEST_F(SlurmScriptRun, AskedToStopByTheUserStaysStopped) {
  const std::string stops = "trap 'exit 130' TERM; : > begun; while :; do sleep 0.1; done";
  EXPECT_EQ(run(stops,
                "sh $SCRIPT & task=$!\n"
                "until [ -e begun ]; do sleep 0.1; done\n"
                "kill -TERM $task; wait $task\n"),
            130);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "requeued"));
}

}  // namespace
}  // namespace logitbench
