#include "tools/logitbench/bench/bench_command.h"

#include <iostream>

#include "tools/logitbench/bench/bench.h"
#include "tools/logitbench/bench/bench_options.h"
#include "tools/logitbench/config_folder.h"

namespace logitbench {

namespace {

using namespace bench;

// Takes the flags, and refuses those that Google Benchmark does not know.
void set_flags(const BenchOptions& options) {
  static char name[] = "logitbench bench";  // Google Benchmark keeps the pointer
  std::vector<std::string> words = options.flags;
  words.push_back("--benchmark_filter=" + options.filter);
  std::vector<char*> pointers{name};
  for (std::string& word : words) pointers.push_back(word.data());
  int count = static_cast<int>(pointers.size());
  benchmark::Initialize(&count, pointers.data());
  if (count > 1)
    throw ConfigError(std::string("bench: Google Benchmark does not take '") + pointers[1] +
                      "'; its flags are written --benchmark_NAME=VALUE; see logitbench bench "
                      "--help");
}

// Benchmarks of other kinds need no configs: they go on without. A folder that was asked for and is
// not there is an error all the same.
void add_workloads(Bench& bench, const BenchOptions& options) {
  try {
    add_training(bench, config_folder("bench", "benchmarks", options.configs));
  } catch (const ConfigError& error) {
    std::cerr << "logitbench: " << error.what() << "; train/ is left out\n";
    if (options.configs) bench.worst = ExitCode::bad_config;
  }
}

}  // namespace

int bench_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out) {
  const std::optional<BenchOptions> options = parse_bench_options(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  set_flags(*options);

  Bench bench(host);
  benchmark::ClearRegisteredBenchmarks();
  add_limits(bench);
  add_losses(bench);
  add_layers(bench);
  add_optimizers(bench);
  add_workloads(bench, *options);
  const size_t matched = benchmark::RunSpecifiedBenchmarks();
  benchmark::ClearRegisteredBenchmarks();
  if (matched == 0) {
    // Google Benchmark opens it before it looks for what matches.
    std::error_code error;
    if (options->new_file) std::filesystem::remove(*options->new_file, error);
    throw ConfigError("bench: '" + options->filter +
                      "' matches no benchmark; logitbench bench --benchmark_list_tests names them");
  }
  return static_cast<int>(bench.worst);
}

}  // namespace logitbench
