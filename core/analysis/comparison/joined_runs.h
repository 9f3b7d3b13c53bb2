// The runs of one results folder, or of several, beside each other.
#pragma once

#include <logitbench/recorder.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/metric_choice.h"
#include "core/analysis/tables/run_columns.h"

namespace logitbench {

// What a run may be told from another by, beside the swept keys: the name of its folder.
inline constexpr const char* kExperimentKey = "experiment";

struct ResultsTables {
  std::filesystem::path folder;
  std::string name;  // the folder's own, or the whole path where two have the same
  RunColumns runs;
};

// Reads runs.csv of each. `command` is the one that was asked. Throws ConfigError for a folder that
// is none, holds no results, or is given twice; DataError where runs.csv is missing, as while the
// sweep goes on, or damaged.
std::vector<ResultsTables> read_tables(const std::vector<std::string>& folders,
                                       const std::string& command);

struct JoinedRuns {
  struct Run {
    std::string run_id;
    RunStatus status = RunStatus::completed;
    uint64_t seed = 0;
    // Of each key, as written, but that a number has one spelling; empty: it does not set it.
    std::vector<std::string> settings;
    std::optional<double> value;  // none: it has no such value
  };
  std::vector<std::string> keys;  // the experiment, where there are several, and all swept ones
  std::vector<Run> runs;          // folder by folder, in plan order
  // Of several folders; see experiment_differences.h.
  std::vector<std::string> differing_keys, unknown_configs;
  bool larger_is_better = true;
  std::string metric;  // what `value` is, as in choice_text()
};

// Reads curves.csv where the choice is an epoch, and manifest.json where it is a loss, or where
// there are several folders. Throws
// ConfigError where no run that ended has such a value; Error with exit code 3 for values of
// different losses, which say nothing beside each other; DataError for a damaged file.
JoinedRuns join_runs(const std::vector<ResultsTables>& tables, const MetricChoice& choice);

}  // namespace logitbench
