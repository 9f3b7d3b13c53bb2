#include "core/record/git_state.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace logitbench {

namespace {

// What the program prints, if it is there and ends well.
std::optional<std::string> output_of(std::vector<std::string> command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);

  std::string output;
  char buffer[4096];
  ssize_t size = 0;
  while (failed == 0 &&
         ((size = read(ends[0], buffer, sizeof buffer)) > 0 || (size < 0 && errno == EINTR)))
    if (size > 0) output.append(buffer, static_cast<size_t>(size));
  close(ends[0]);
  if (failed != 0) return std::nullopt;
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return std::nullopt;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return output;
}

std::optional<std::string> git(const std::filesystem::path& folder,
                               const std::vector<std::string>& words) {
  // We only look: git takes no lock for it, and starts no program that the checkout names.
  std::vector<std::string> command = {"git", "--no-optional-locks", "-c", "core.fsmonitor=false",
                                      "-C",  folder.string()};
  command.insert(command.end(), words.begin(), words.end());
  return output_of(command);
}

}  // namespace

std::optional<GitState> git_state(const std::filesystem::path& folder) {
  auto commit = git(folder.empty() ? "." : folder, {"rev-parse", "--verify", "--quiet", "HEAD"});
  if (!commit) return std::nullopt;
  while (!commit->empty() && commit->back() == '\n') commit->pop_back();
  const auto changes =
      git(folder.empty() ? "." : folder, {"status", "--porcelain", "--untracked-files=no"});
  if (!changes) return std::nullopt;
  return GitState{*commit, !changes->empty()};
}

}  // namespace logitbench
