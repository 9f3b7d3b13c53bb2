// What the words of `logitbench bench` mean.
#pragma once

#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace logitbench::bench {

struct BenchOptions {
  std::string filter;              // a regular expression; all for "."
  std::vector<std::string> flags;  // --benchmark_...=..., for Google Benchmark
  std::optional<std::filesystem::path> configs;
  std::optional<std::filesystem::path> new_file;  // of --benchmark_out, where there was none before
};

// Nothing: --help was asked for and printed. Throws ConfigError for words it does not know,
// ResultsError for an output file that cannot be written; leaves none behind.
std::optional<BenchOptions> parse_bench_options(const std::vector<std::string>& arguments,
                                                std::ostream& out);

}  // namespace logitbench::bench
