// Why two runs differ: config, environment, data, results and curves of the one beside the other's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/runs/curve_difference.h"
#include "core/analysis/runs/run_record.h"
#include "core/analysis/runs/value_differences.h"
#include "core/record/value_json.h"

namespace logitbench {

// All that is known of a run.
struct WholeRun {
  Json run;       // as the manifest has it: run_id, config, made_of, ...
  Json manifest;  // the rest of it
  RunRecord record;
};

// Rows that a run holds out: drawn with its seed, the same only where content, fraction and seed
// are.
struct DrawnRows {
  double fraction = 0;  // held out of the training data, for valid
  Json seed;            // as the config has it
  bool operator==(const DrawnRows& other) const = default;
};

// A split's rows and content.
struct RunData {
  std::string split;
  std::optional<uint64_t> rows;
  std::string sha256;  // empty: not known, or the rows are a part of another split's content
  std::string of;      // that other split, whose content they are (a part of); empty: its own
  std::string of_sha256;
  std::optional<DrawnRows> drawn;  // the rest of the training data too, where valid is drawn
};
// Empty where the manifest does not say it yet.
std::vector<RunData> data_of(const Json& run);

// What it ran on and from: versions, git, machine and command_line as of the last command in its
// folder, which is all that the manifest keeps; threads, backend_library, host and started of the
// run itself.
DottedValues environment_of(const WholeRun& run);
// Whether a key of it is the folder's rather than the run's.
bool is_of_folder(std::string_view key);

struct DataDifference {
  std::string split;
  std::optional<RunData> a, b;
  bool is_same() const;
};

struct MetricDifference {
  std::string name;            // a column of runs.csv: final.valid.accuracy
  std::optional<double> a, b;  // none: that run has no such value
  // Not of losses of different kinds: each has a unit of its own.
  bool comparable = true;
  std::optional<bool> larger_is_better;  // none: the metric is not one of this version's
  // Both runs completed, of the same data: then alone one of them can be the better one.
  bool can_be_judged = false;

  std::optional<double> difference() const;  // b - a
  std::optional<bool> a_is_better() const;   // none: neither is, or it cannot be told
};

struct RunDifference {
  ValueDifferences config, environment;
  std::vector<DataDifference> data;  // of all splits that either has
  std::vector<MetricDifference> metrics;
  CurveDifference curves;
  bool a_completed = false, b_completed = false;

  // Whether it is known what data this side used.
  bool has_data_of(std::optional<RunData> DataDifference::*side) const;
  bool has_same_data() const;
};

RunDifference run_difference(const WholeRun& a, const WholeRun& b);

}  // namespace logitbench
