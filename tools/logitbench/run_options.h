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
  bool slurm = false;  // hand the runs to Slurm instead of doing them here
  bool dry_run = false;
  bool resume = false;
  bool fresh = false;
  RunPolicy policy;
  bool quiet = false;
  bool yes = false;
};

// The words of a shard's command that does the runs of one of the configs into `folder`, but for
// --shard itself: the same command as was given, on any machine that shares the file system.
std::vector<std::string> shard_words(const RunOptions& options, size_t config,
                                     const std::filesystem::path& folder);

// Nothing: --help was asked for and printed. Throws ConfigError for words it does not know.
std::optional<RunOptions> parse_run_options(const std::vector<std::string>& arguments,
                                            std::ostream& out);

}  // namespace logitbench
