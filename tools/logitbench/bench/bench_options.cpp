#include "tools/logitbench/bench/bench_options.h"

#include <logitbench/error.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <regex>
#include <string_view>

namespace logitbench::bench {

namespace {

constexpr const char* kHelp =
    "logitbench bench [FILTER] [options]\n\n"
    "How fast this machine computes losses, layers, optimizers and whole training steps, and\n"
    "which share of its limits that is (of_limit), by Google Benchmark. FILTER is a regular\n"
    "expression, searched for in the names; -FILTER takes those where it is not found:\n\n"
    "  train/<workload>/<backend>/<dtype>/threads:T    epochs of "
    "configs/benchmarks/<workload>.yaml\n"
    "  loss/<name>/rows:R/classes:K/<dtype>/threads:T  value and gradient of a batch\n"
    "  layer/<backend>/<dtype>/<layer>/batch:B/<pass>/threads:T\n"
    "  optimizer/<name>/params:N/threads:T             the update of N parameters\n"
    "  limit/matmul|fma|memory|cache/...               what the others are measured by\n\n"
    "Options\n"
    "  --configs DIR                    the folder of workloads (default configs/benchmarks)\n"
    "  --benchmark_list_tests           the names alone\n"
    "  --benchmark_format=F             console, json or csv\n"
    "  --benchmark_out=FILE             also into a file, in --benchmark_out_format\n"
    "  --benchmark_min_time=S           seconds of each, at least\n"
    "  --benchmark_repetitions=N        with mean, median and deviation\n"
    "  --benchmark_...=...              the other flags of Google Benchmark\n\n"
    "Exit code: 0 done, and what a backend cannot run is left out with its reason; 1 a benchmark\n"
    "failed; 2 a wrong command line or config, or the filter matches nothing; 4 a plugin would "
    "not\n"
    "load; 5 data missing; 6 --benchmark_out cannot be written. Of several, the greatest.\n\n"
    "Example:\n"
    "  logitbench bench train/mlp128/onednn --benchmark_repetitions=5\n";

[[noreturn]] void refuse(const std::string& why) {
  throw ConfigError("bench: " + why + "; see logitbench bench --help");
}

// What stands behind `flag=`, if the word is that.
std::optional<std::string> value_of(const std::string& word, std::string_view flag) {
  if (!word.starts_with(flag) || word.size() <= flag.size() || word[flag.size()] != '=')
    return std::nullopt;
  return word.substr(flag.size() + 1);
}

// Google Benchmark ends the process, or goes on without a word, where these are wrong.
void check_flag(const std::string& word) {
  for (const char* flag : {"--benchmark_format", "--benchmark_out_format"})
    if (const auto format = value_of(word, flag);
        format && *format != "console" && *format != "json" && *format != "csv")
      refuse(std::string(flag) + " is '" + *format + "', expected console, json or csv");
}

// Whether the file was not there before; it is not afterwards, either.
bool check_output(const std::string& file) {
  std::error_code error;
  const bool is_new = !std::filesystem::exists(std::filesystem::symlink_status(file, error));
  if (!std::ofstream(file, std::ios::app))
    throw ResultsError("bench: --benchmark_out " + file +
                       " cannot be written: " + std::strerror(errno));
  if (is_new) std::filesystem::remove(file, error);
  return is_new;
}

void check_filter(const std::string& filter) {
  try {
    const bool negated = filter.starts_with('-');  // all but those that match
    std::regex(negated ? filter.substr(1) : filter, std::regex_constants::extended);
  } catch (const std::regex_error& error) {
    refuse("'" + filter + "' is no regular expression: " + error.what());
  }
}

// Like -h: nobody leaves out all names with a certain letter, and --benchmark_filter=-h still does.
bool is_short_option(const std::string& word) { return word.size() == 2 && word[0] == '-'; }

}  // namespace

std::optional<BenchOptions> parse_bench_options(const std::vector<std::string>& arguments,
                                                std::ostream& out) {
  BenchOptions options;
  std::optional<std::string> filter;
  const auto take_filter = [&](const std::string& text) {
    if (filter) refuse("found the filters '" + *filter + "' and '" + text + "', expected one");
    filter = text;
  };
  const auto take_configs = [&](const std::string& folder) {
    if (folder.empty() || folder.starts_with("--"))
      refuse("--configs needs a folder, found '" + folder + "'");
    options.configs = folder;
  };
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--help") {
      out << kHelp;
      return std::nullopt;
    }
    if (word == "--configs") {
      take_configs(++i < arguments.size() ? arguments[i] : "");
    } else if (const auto folder = value_of(word, "--configs")) {
      take_configs(*folder);
    } else if (const auto given = value_of(word, "--benchmark_filter")) {
      take_filter(*given);
    } else if (word.starts_with("--benchmark_") || word.starts_with("--v=")) {
      check_flag(word);
      options.flags.push_back(word);
    } else if (word.starts_with("--") || is_short_option(word)) {
      refuse("unrecognised option '" + word + "'");
    } else {
      take_filter(word);
    }
  }
  options.filter = filter && !filter->empty() ? *filter : ".";
  check_filter(options.filter);
  for (const std::string& word : options.flags)
    if (const auto file = value_of(word, "--benchmark_out"); file && check_output(*file))
      options.new_file = *file;
  return options;
}

}  // namespace logitbench::bench
