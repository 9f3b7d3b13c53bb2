// What a sweep lives through without losing a run: kill -9, a full disk, a folder that cannot be
// written, a second sweep in the same folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;

class SweepSurvives : public testing::Test {
 protected:
  std::vector<std::string> words(const fs::path& out) const {
    return {"run",
            config("smoke/spiral.yaml"),
            "optimizer.lr=0.001,0.01,0.1",
            "+sweep.repeats=30",
            "train.epochs=300",
            "backend.threads=1",
            "--jobs",
            "2",
            "--out",
            out.string()};
  }
  // The results of the same sweep when nothing comes in between.
  const fs::path& undisturbed() {
    whole_ = scratch / "whole";
    EXPECT_EQ(logitbench(words(whole_), scratch.path()).exit_code, 0);
    return whole_;
  }
  void expect_undisturbed(const fs::path& results) { expect_same_results(results, undisturbed()); }
  // Runs a shell script with the program as $P, and mounts of its own.
  int shell(const std::string& script) const {
    std::string command = "cd " + scratch.path().string() + " && P=" LOGITBENCH_PROGRAM " ";
    // A user other than root needs a namespace to mount in.
    command += geteuid() == 0 ? "unshare --mount --propagation unchanged"
                              : "unshare --user --map-root-user --mount";
    write_file(scratch / "script.sh", script);
    command += " sh -eu script.sh > .shell 2>&1";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  std::string run_line(const std::string& out) const {
    std::string line = "$P";
    for (const std::string& word : words(out)) line += " " + word;
    return line;
  }

  const Scratch scratch;
  fs::path whole_;
};

TEST_F(SweepSurvives, kill_9_twenty_times) {
  const fs::path results = scratch / "killed";
  size_t killed_under_way = 0;
  for (int kills = 0; kills < 20; ++kills) {
    const size_t before = journal_lines(results);
    Child child(words(results), scratch.path());
    // Each time at another place within a run's some 300 lines.
    const size_t more = 150 + 31 * static_cast<size_t>(kills);
    ASSERT_TRUE(wait_until(
        [&] { return journal_lines(results) >= before + more || kill(child.pid(), 0) != 0; }));
    kill(child.pid(), SIGKILL);
    killed_under_way += child.wait().exit_code == 128 + SIGKILL ? 1 : 0;
  }
  EXPECT_EQ(killed_under_way, 20U) << "the sweep is too short to be killed twenty times";
  const Outcome outcome = logitbench(words(results), scratch.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("runs are finished already"));
  expect_undisturbed(results);
  EXPECT_EQ(logitbench({"check", results.string()}, scratch.path()).exit_code, 0);
}

TEST_F(SweepSurvives, a_full_disk) {
  const int code = shell(
      "mkdir disk; mount -t tmpfs -o size=512k none disk; trap 'umount disk' EXIT\n"
      "code=0; " +
      run_line("disk/r") +
      " > out 2> err || code=$?\n"
      "echo $code > code\n"
      "test ! -e disk/r/curves.csv\n"
      "mount -o remount,size=64m disk\n" +
      run_line("disk/r") +
      " > again\n"
      "cp -r disk/r mended\n");
  ASSERT_EQ(code, 0) << read_file(scratch / ".shell") << read_file(scratch / "err");
  EXPECT_EQ(read_file(scratch / "code"), "6\n");
  EXPECT_THAT(read_file(scratch / "err"), HasSubstr("No space left on device"));
  EXPECT_THAT(read_file(scratch / "again"), HasSubstr("runs are finished already"));
  expect_undisturbed(scratch / "mended");
}

TEST_F(SweepSurvives, a_folder_that_cannot_be_written) {
  const int code =
      shell("mkdir disk; mount -t tmpfs none disk; trap 'umount disk' EXIT\n" + run_line("disk/r") +
            " > out\n"
            "cp -r disk/r before\n"
            "mount -o remount,ro disk\n"
            "code=0; " +
            run_line("disk/r") +
            " > out 2> err || code=$?\n"
            "echo $code > code\n"
            "diff -r before disk/r\n");
  ASSERT_EQ(code, 0) << read_file(scratch / ".shell") << read_file(scratch / "err");
  EXPECT_EQ(read_file(scratch / "code"), "6\n");
  EXPECT_THAT(read_file(scratch / "err"), HasSubstr("Read-only file system"));
}

TEST_F(SweepSurvives, a_second_one_in_the_same_folder) {
  const fs::path results = scratch / "r";
  Child first(words(results), scratch.path());
  ASSERT_TRUE(wait_until([&] { return journal_lines(results) > 10; }));
  write_file(scratch / "second/x", "");
  const Outcome second = logitbench(words(results), scratch / "second");
  EXPECT_EQ(second.exit_code, 6);
  EXPECT_THAT(second.err, HasSubstr("is being written by process " + std::to_string(first.pid())));
  EXPECT_EQ(first.wait().exit_code, 0);
  expect_undisturbed(results);
}

}  // namespace
}  // namespace logitbench::end_to_end
