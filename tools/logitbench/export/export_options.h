// The words of `logitbench export`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace logitbench {

struct ExportOptions {
  bool wide = false, tensorboard = false, weights = false, predictions = false;
  std::filesystem::path folder;
  std::optional<std::string> run;  // as typed; none: all runs, or the only one
  std::optional<uint64_t> epoch;   // of weights and predictions; none: the last one recorded
  std::string split = "valid";     // of predictions
  std::optional<std::filesystem::path> out;  // "-": standard output
};

// None: --help was asked for, and given. Throws ConfigError.
std::optional<ExportOptions> parse_export_options(const std::vector<std::string>& arguments,
                                                  std::ostream& out);

}  // namespace logitbench
