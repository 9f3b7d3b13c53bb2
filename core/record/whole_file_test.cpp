#include "core/record/whole_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return names;
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const ResultsError& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::results_unwritable);
    return error.what();
  }
  return "no error";
}

// Runs the check in a process of its own, whose limits and rights it may lower; true if it passed.
bool in_child(const std::function<bool()>& check) {
  const pid_t child = fork();
  if (child == 0) _exit(check() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(WholeFile, WritesAndReplaces) {
  const TemporaryFolder folder;
  write_whole_file(folder.path() / "a.csv", "old");
  write_whole_file(folder.path() / "a.csv", "new content\n");
  EXPECT_EQ(read_text(folder.path() / "a.csv"), "new content\n");
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"a.csv"});
}

TEST(WholeFile, UnsyncedIsThereWholeOrNotAtAllToo) {
  const TemporaryFolder folder;
  write_whole_file_unsynced(folder.path() / "a.txt", "old");
  write_whole_file_unsynced(folder.path() / "a.txt", "new");
  EXPECT_EQ(read_text(folder.path() / "a.txt"), "new");
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"a.txt"});
  EXPECT_THAT(message_of([&] { write_whole_file_unsynced(folder.path() / "gone/a", "x"); }),
              HasSubstr("make it"));
}

TEST(WholeFile, AFolderInTheWayIsNamed) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "runs.csv/inside");
  const std::string message =
      message_of([&] { write_whole_file(folder.path() / "runs.csv", "x"); });
  EXPECT_THAT(message, HasSubstr((folder.path() / "runs.csv").string()));
  EXPECT_THAT(message, HasSubstr("Is a directory"));
  EXPECT_THAT(message, HasSubstr("--out DIR"));
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"runs.csv"});
}

TEST(WholeFile, AMissingFolderIsAnError) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of([&] { write_whole_file(folder.path() / "gone/a", "x"); }),
              HasSubstr("No such file"));
}

// A limit on file sizes fails a write half way, as a full disk does: the first write is short, the
// next one fails.
TEST(WholeFile, AWriteThatFailsHalfWayLeavesTheOldFileAndNothingElse) {
  const TemporaryFolder folder;
  const fs::path target = folder.path() / "runs.csv";
  write_whole_file(target, "old");
  EXPECT_TRUE(in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    const std::string message =
        message_of([&] { write_whole_file(target, std::string(5000, 'x')); });
    return message.find("File too large") != std::string::npos &&
           message.find("ulimit -f") != std::string::npos;
  }));
  EXPECT_EQ(read_text(target), "old");
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"runs.csv"});
}

TEST(WholeFile, AFolderWithoutWriteRightsIsNamed) {
  const TemporaryFolder folder;
  const fs::path target = folder.path() / "runs.csv";
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec |
                                     fs::perms::others_read | fs::perms::others_exec);
  EXPECT_TRUE(in_child([&] {
    // Root may write everywhere: drop it. Without root this fails and changes nothing.
    if (geteuid() == 0 && setuid(65534) != 0) return false;
    const std::string message = message_of([&] { write_whole_file(target, "x"); });
    return message.find("Permission denied") != std::string::npos &&
           message.find("allow writing") != std::string::npos;
  }));
  fs::permissions(folder.path(), fs::perms::owner_all);
  EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(WholeFile, AReadOnlyFileSystemIsNamed) {
  EXPECT_THAT(message_of([] { throw_results_error("a/b", EROFS); }),
              HasSubstr("cannot write a/b: Read-only file system; the file system is read-only"));
}

TEST(WholeFile, AFullDiskIsNamed) {
  EXPECT_THAT(message_of([] { throw_results_error("a/b", ENOSPC); }), HasSubstr("free some space"));
}

TEST(WholeFile, WritersOfOneFileDoNotMix) {
  const TemporaryFolder folder;
  const fs::path target = folder.path() / "a";
  std::vector<std::thread> writers;
  for (char c : {'a', 'b', 'c', 'd'})
    writers.emplace_back([&target, c] {
      for (int i = 0; i < 5; ++i) write_whole_file(target, std::string(20000, c));
    });
  for (std::thread& writer : writers) writer.join();
  const std::string text = read_text(target);
  EXPECT_EQ(text, std::string(20000, text.at(0)));
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"a"});
}

TEST(WholeFile, WriteAllFailsOnAFullDevice) {
  // /dev/full takes nothing: every write gives ENOSPC.
  FILE* full = fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  EXPECT_FALSE(write_all(fileno(full), "x"));
  EXPECT_EQ(errno, ENOSPC);
  fclose(full);
}

}  // namespace
}  // namespace logitbench
