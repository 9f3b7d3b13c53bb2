// Errors that end a command. Each kind has its exit code; the message says what was found, where,
// what was expected and what to do. Plugins throw these too: they are caught at the run's boundary.
#pragma once

#include <stdexcept>
#include <string>

namespace logitbench {

enum class ExitCode {
  done = 0,
  runs_failed = 1,
  bad_config = 2,
  check_failed = 3,
  plugin_unusable = 4,
  data_unusable = 5,
  results_unwritable = 6,
  interrupted = 130,
};

class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode exit_code() const { return code_; }

 private:
  ExitCode code_;
};

struct ConfigError : Error {
  explicit ConfigError(const std::string& message) : Error(ExitCode::bad_config, message) {}
};
struct PluginError : Error {
  explicit PluginError(const std::string& message) : Error(ExitCode::plugin_unusable, message) {}
};
struct DataError : Error {
  explicit DataError(const std::string& message) : Error(ExitCode::data_unusable, message) {}
};
// A label that is none of the classes. In a config's own data it is the config that is wrong.
struct LabelError : Error {
  explicit LabelError(const std::string& message, ExitCode code = ExitCode::data_unusable)
      : Error(code, message) {}
};
struct ResultsError : Error {
  explicit ResultsError(const std::string& message) : Error(ExitCode::results_unwritable, message) {}
};

}  // namespace logitbench
