// What the words of `logitbench run` mean.
#pragma once

#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "tools/logitbench/experiment_runs.h"

namespace logitbench {

struct RunOptions {
  std::vector<std::filesystem::path> configs;
  std::vector<std::string> overrides;  // a.b=value, +a.b=value, ~a.b
  std::optional<std::filesystem::path> out;
  std::optional<std::filesystem::path> cases;  // in place of the config's sweep
  std::optional<std::filesystem::path> save_cases;
  bool dry_run = false;
  bool resume = false;
  bool fresh = false;
  RunPolicy policy;
  bool quiet = false;
  bool yes = false;
};

// Nothing: --help was asked for and printed. Throws ConfigError for words it does not know.
std::optional<RunOptions> parse_run_options(const std::vector<std::string>& arguments,
                                            std::ostream& out);

}  // namespace logitbench
