// What a results folder holds of one run: how it ended, and what it recorded.
#pragma once

#include <logitbench/recorder.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/config/expect.h"
#include "core/record/run_states.h"

namespace logitbench {

struct RecordedSeries {
  SeriesName name;
  std::vector<std::pair<uint64_t, double>> values;  // epoch and value, epochs ascending
};

struct RunRecord {
  RunStatus status = RunStatus::queued;
  std::string reason;          // of one that did not end well, or waits
  std::optional<Begun> begun;  // as RunState has it
  // Null where it is not known, as of a run that has not ended, or without a journal.
  std::optional<uint64_t> epochs;
  std::optional<double> samples_per_s, wall_s;
  std::optional<int64_t> started_us;  // since 1970
  std::string host;                   // empty: not known
  // Splits in their fixed order, metrics as recorded. Of a run under way, what it has so far.
  std::vector<RecordedSeries> series;
  std::vector<std::string> tables;  // of tables.csv
  size_t prediction_rows = 0;

  const RecordedSeries* find(const std::string& split, const std::string& metric) const;
};

// The runs of a folder, of these ids, which are those of its manifest: from the journal at one
// reading; where there is none, from the CSVs. A run that has neither begun nor a row is queued.
// Throws, all of it, ResultsError for a journal that cannot be read, DataError for a table that is
// missing or damaged.
class RecordedRuns {
 public:
  RecordedRuns(std::filesystem::path folder, const std::vector<std::string>& run_ids);

  RunRecord record_of(const std::string& run_id) const;
  RunStatus status_of(const std::string& run_id) const;

 private:
  std::filesystem::path folder_;
  std::optional<RunStates> states_;            // of the journal
  std::map<std::string, RunStatus> by_table_;  // where there is none
};

// The last value; the best of all epochs, NaN only where every one is NaN. The series has values.
double final_value(const RecordedSeries& series);
double best_value(const RecordedSeries& series, Objective objective);

}  // namespace logitbench
