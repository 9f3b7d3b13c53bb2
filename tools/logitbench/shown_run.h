// All that `logitbench show` says of one run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/runs/run_difference.h"
#include "tools/logitbench/named_run.h"

namespace logitbench {

struct ShownRun {
  std::filesystem::path folder;
  std::string run_id;
  WholeRun whole;
  std::string command;     // that repeats it; empty: not known
  std::string no_command;  // then why
  std::optional<std::string> error_log;
  std::optional<double> target;  // valid.accuracy that the config wants
  std::optional<uint64_t> target_epoch;
  std::optional<std::filesystem::path> predictions;  // the file, where the run has one

  const Json& config() const { return whole.run.at("config"); }
};

// Of a series: its last value, and its best one where the metric has a direction.
struct ShownMetric {
  std::string name;  // valid.accuracy
  double last = 0;
  std::optional<double> best;
};
std::vector<ShownMetric> shown_metrics(const ShownRun& run);

// Throws what find_run and RecordedRuns throw.
ShownRun read_shown_run(NamedRun named);

// The run's config, what is not set left out, as a file that `logitbench run` takes: one run, with
// the same hash in its id.
std::string config_yaml(const ShownRun& run);

}  // namespace logitbench
