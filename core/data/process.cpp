#include "core/data/process.h"

#include <fcntl.h>
#include <logitbench/error.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <thread>

extern char** environ;

namespace logitbench {

namespace {

using Clock = std::chrono::steady_clock;

class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_, O_CLOEXEC) != 0)
      throw DataError(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void close_reader() { close_end(0); }
  void close_writer() { close_end(1); }

 private:
  void close_end(int end) {
    if (ends_[end] >= 0) close(ends_[end]);
    ends_[end] = -1;
  }
  int ends_[2] = {-1, -1};
};

// A started program; killed and reaped if nobody waited for it.
class Child {
 public:
  Child(const std::vector<std::string>& argv, const std::filesystem::path& working_folder,
        const Pipe& output, const Pipe& errors, const std::vector<std::string>& added_environment,
        const Pipe* input) {
    std::vector<char*> words, environment;
    for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    for (char** variable = environ; *variable != nullptr; ++variable)
      environment.push_back(*variable);
    for (const std::string& variable : added_environment)
      environment.push_back(const_cast<char*>(variable.c_str()));
    environment.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (input != nullptr)
      posix_spawn_file_actions_adddup2(&actions, input->reader(), STDIN_FILENO);
    else
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.writer(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.writer(), STDERR_FILENO);
    posix_spawn_file_actions_addchdir_np(&actions, working_folder.c_str());
    const int code =
        posix_spawnp(&pid_, words[0], &actions, nullptr, words.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (code != 0) {
      pid_ = -1;
      throw DataError(argv[0] + (code == ENOENT
                                     ? " is not installed"
                                     : std::string(" cannot be started: ") + std::strerror(code)));
    }
  }
  ~Child() {
    if (pid_ > 0) {
      stop();
      wait();
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void stop() { kill(pid_, SIGKILL); }
  void ask_to_stop() { kill(pid_, SIGTERM); }
  int wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
    return exit_code_of(status);
  }
  // None: it has not ended yet.
  std::optional<int> ended() {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) <= 0) return std::nullopt;
    return exit_code_of(status);
  }

 private:
  int exit_code_of(int status) {
    pid_ = -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }

  pid_t pid_ = -1;
};

// When a program must have ended, which may be asked to end before.
class Deadline {
 public:
  Deadline(std::chrono::milliseconds timeout, const ProcessControl* control)
      : at_(Clock::now() + std::min<std::chrono::milliseconds>(timeout, kForever)),
        control_(control) {}

  // Asks the program to end where that is wanted; how long may be waited for what it writes.
  std::chrono::milliseconds look(Child& child) {
    if (control_ != nullptr && control_->stop && !asked_ && control_->stop()) {
      child.ask_to_stop();
      asked_ = true;
      at_ = std::min(at_, Clock::now() + ProcessControl::kGrace);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(at_ - Clock::now());
    const bool looks_again = control_ != nullptr && control_->stop && !asked_;
    return looks_again ? std::min<std::chrono::milliseconds>(left, kBetweenLooks) : left;
  }
  bool passed() const { return Clock::now() >= at_; }

 private:
  static constexpr std::chrono::hours kForever{24 * 20};  // of what poll takes
  static constexpr std::chrono::milliseconds kBetweenLooks{100};

  Clock::time_point at_;
  const ProcessControl* control_;
  bool asked_ = false;
};

// All of it, or as much as the program reads: one that does not says why itself.
void write_input(const Pipe& input, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(input.writer(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& argv,
                          const std::filesystem::path& working_folder,
                          std::chrono::milliseconds timeout,
                          const std::function<void(std::string_view)>& take_output,
                          const std::vector<std::string>& added_environment,
                          const ProcessControl* control) {
  constexpr size_t kKeptErrors = 1000;
  constexpr std::chrono::milliseconds kBetweenLooksAtTheEnd{1};
  Deadline deadline(timeout, control);
  Pipe output, errors, input;
  Child child(argv, working_folder, output, errors, added_environment,
              control != nullptr ? &input : nullptr);
  output.close_writer();
  errors.close_writer();
  input.close_reader();
  if (control != nullptr) write_input(input, control->input);

  ProcessResult result;
  std::vector<char> piece(size_t{1} << 16);
  while (output.reader() >= 0 || errors.reader() >= 0) {
    const auto left = deadline.look(child);
    pollfd watched[] = {{output.reader(), POLLIN, 0}, {errors.reader(), POLLIN, 0}};
    const int ready = left.count() <= 0 ? 0 : poll(watched, 2, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0 && !deadline.passed()) continue;
    if (ready <= 0) {
      // Whatever it started may go on holding the pipes: they are not waited for.
      result.timed_out = true;
      child.stop();
      break;
    }
    for (Pipe* pipe : {&output, &errors}) {
      if (watched[pipe == &output ? 0 : 1].revents == 0) continue;
      const ssize_t got = read(pipe->reader(), piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        pipe->close_reader();
      } else if (pipe == &output) {
        take_output({piece.data(), static_cast<size_t>(got)});
      } else {
        result.errors.append(piece.data(), static_cast<size_t>(got));
        if (result.errors.size() > kKeptErrors)
          result.errors.erase(0, result.errors.size() - kKeptErrors);
      }
    }
  }
  // One that has closed its pipes may go on all the same.
  std::optional<int> code = result.timed_out ? child.wait() : child.ended();
  while (!code) {
    std::this_thread::sleep_for(std::min(deadline.look(child), kBetweenLooksAtTheEnd));
    code = child.ended();
    if (!code && deadline.passed()) {
      result.timed_out = true;
      child.stop();
      code = child.wait();
    }
  }
  result.exit_code = *code;
  return result;
}

}  // namespace logitbench
