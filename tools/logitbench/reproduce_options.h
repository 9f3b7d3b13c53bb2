// What the words of `logitbench reproduce` mean.
#pragma once

#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace logitbench {

struct ReproduceOptions {
  std::vector<std::string> names;  // empty: all
  std::optional<std::filesystem::path> out;
  std::optional<std::filesystem::path> configs;
  bool json = false;
  bool markdown = false;
};

// Nothing: --help was asked for and printed. Throws ConfigError for words it does not know.
std::optional<ReproduceOptions> parse_reproduce_options(const std::vector<std::string>& arguments,
                                                        std::ostream& out);

}  // namespace logitbench
