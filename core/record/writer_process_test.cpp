#include "core/record/writer_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace logitbench {
namespace {

TEST(WriterProcess, StandsInTheFilesName) {
  for (const std::string host : {"node", "node-7", "a.b-c-1"}) {
    const WriterProcess writer{host, 123, 1709210096000001};
    const auto read = writer_of("results/x/journal/" + journal_file_name(writer));
    ASSERT_TRUE(read.has_value()) << host;
    EXPECT_EQ(read->host, host);
    EXPECT_EQ(read->pid, 123);
    EXPECT_EQ(read->since_us, 1709210096000001);
  }
  for (const char* name : {"lock", "old.jsonl", "a-1.jsonl", "a-b-1.jsonl", "-1-2.jsonl", "a-1-2"})
    EXPECT_FALSE(writer_of(name).has_value()) << name;
}

TEST(WriterProcess, LivesUntilItIsKilled) {
  EXPECT_EQ(life_of(this_writer()), Life::lives);
  WriterProcess other = this_writer();
  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  other.pid = child;
  EXPECT_EQ(life_of(other), Life::lives);
  kill(child, SIGKILL);
  siginfo_t ended;
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_EQ(life_of(other), Life::dead);  // a zombie
  waitpid(child, nullptr, 0);
  EXPECT_EQ(life_of(other), Life::dead);
}

TEST(WriterProcess, OfAnotherTimeIsAnotherProcess) {
  WriterProcess earlier = this_writer();
  earlier.since_us -= int64_t{3600} * 24 * 365 * 10 * 1'000'000;
  EXPECT_EQ(life_of(earlier), Life::dead);
}

TEST(WriterProcess, ElsewhereIsNotKnown) {
  WriterProcess elsewhere = this_writer();
  elsewhere.host += "x";
  EXPECT_EQ(life_of(elsewhere), Life::elsewhere);
}

}  // namespace
}  // namespace logitbench
