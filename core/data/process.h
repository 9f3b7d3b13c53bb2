// Runs a program without a shell.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

struct ProcessResult {
  bool timed_out = false;
  int exit_code = 0;   // 128 + signal for a program that was killed
  std::string errors;  // the end of what it wrote to its standard error
};

// What run_process does with a program beside reading what it writes.
struct ProcessControl {
  // Its standard input. It ends only when this process no longer waits for the program, or has
  // died.
  std::string_view input;
  // Looked at ten times a second: once true, the program gets SIGTERM, and kGrace later is killed.
  std::function<bool()> stop;
  static constexpr std::chrono::seconds kGrace{5};
};

// argv[0] is looked up on PATH; standard input is empty unless `control` gives one. `take_output`
// is given standard output in pieces; if it throws, the program is killed and the exception goes
// on. After `timeout` the program is killed. `added_environment`, NAME=VALUE, is for the program
// beside what this one has. Throws DataError if it cannot be started.
ProcessResult run_process(const std::vector<std::string>& argv,
                          const std::filesystem::path& working_folder,
                          std::chrono::milliseconds timeout,
                          const std::function<void(std::string_view)>& take_output,
                          const std::vector<std::string>& added_environment = {},
                          const ProcessControl* control = nullptr);

}  // namespace logitbench
