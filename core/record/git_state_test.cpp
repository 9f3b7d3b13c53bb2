#include "core/record/git_state.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

int shell(const std::string& command) { return std::system(command.c_str()); }

TEST(GitState, TellsCommitAndChanges) {
  const TemporaryFolder folder;
  const std::string git =
      "git -C '" + folder.path().string() + "' -c user.name=a -c user.email=a@b ";
  ASSERT_EQ(shell(git + "init --quiet"), 0);
  EXPECT_FALSE(git_state(folder.path()).has_value()) << "no commit yet";
  write_text(folder.path() / "config.yaml", "seed: 0\n");
  ASSERT_EQ(shell(git + "add config.yaml"), 0);
  ASSERT_EQ(shell(git + "commit --quiet -m first"), 0);

  const auto clean = git_state(folder.path());
  ASSERT_TRUE(clean.has_value());
  EXPECT_EQ(clean->commit.size(), 40u);
  EXPECT_EQ(clean->commit.find_first_not_of("0123456789abcdef"), std::string::npos);
  write_text(folder.path() / "untracked", "x");
  EXPECT_FALSE(git_state(folder.path())->dirty);

  write_text(folder.path() / "config.yaml", "seed: 1\n");
  EXPECT_TRUE(git_state(folder.path())->dirty);
  EXPECT_EQ(git_state(folder.path())->commit, clean->commit);
}

TEST(GitState, IsAbsentOutsideACheckout) {
  const TemporaryFolder folder;
  EXPECT_FALSE(git_state(folder.path()).has_value());
  EXPECT_FALSE(git_state(folder.path() / "gone").has_value());
}

TEST(GitState, IsAbsentWithoutGit) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nonexistent", 1);
  EXPECT_FALSE(git_state(LOGITBENCH_SOURCE_DIR).has_value());
  setenv("PATH", path.c_str(), 1);
}

}  // namespace
}  // namespace logitbench
