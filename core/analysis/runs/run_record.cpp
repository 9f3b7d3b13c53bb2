#include "core/analysis/runs/run_record.h"

#include <algorithm>

#include "core/analysis/runs/run_tables.h"
#include "core/config/metric_direction.h"
#include "core/record/results_folder.h"
#include "core/record/results_place.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

void add_value(std::vector<RecordedSeries>& all, uint64_t epoch, const MetricValue& value) {
  auto series = std::find_if(all.begin(), all.end(), [&](const RecordedSeries& known) {
    return known.name.split == value.split && known.name.metric == value.metric;
  });
  if (series == all.end())
    series = all.insert(series, RecordedSeries{{value.split, value.metric}, {}});
  series->values.emplace_back(epoch, value.value);
}

void add_records(const Attempt& attempt, RunRecord& record) {
  const AttemptRecords records = read_records(attempt);
  for (const std::string_view split : kSplits)
    for (const EpochRecord& epoch : records.epochs)
      for (const MetricValue& value : epoch.values)
        if (value.split == split) add_value(record.series, epoch.epoch, value);
  for (const ResultTable& table : records.tables) record.tables.push_back(table.name);
  record.prediction_rows = attempt.prediction_rows;
}

RunRecord from_journal(const RunStates& states, const std::string& run_id) {
  RunState state = states.state_of(run_id);
  RunRecord record;
  record.status = state.status;
  record.reason = std::move(state.reason);
  record.begun = std::move(state.begun);
  const Attempt* attempt = states.attempt_of(run_id);
  if (attempt == nullptr) return record;
  record.started_us = attempt->started_us;
  if (attempt->place.file)
    if (const auto writer = writer_of(*attempt->place.file)) record.host = writer->host;
  if (attempt->result) {
    record.epochs = attempt->result->epochs;
    record.samples_per_s = attempt->result->samples_per_s;
    record.wall_s = attempt->result->wall_s;
  }
  add_records(*attempt, record);
  return record;
}

}  // namespace

const RecordedSeries* RunRecord::find(const std::string& split, const std::string& metric) const {
  for (const RecordedSeries& known : series)
    if (known.name.split == split && known.name.metric == metric) return &known;
  return nullptr;
}

RecordedRuns::RecordedRuns(fs::path folder, const std::vector<std::string>& run_ids)
    : folder_(std::move(folder)) {
  if (has_journal(folder_))
    states_.emplace(folder_ / kJournalFolder, run_ids);
  else
    by_table_ = statuses_of_tables(folder_);
}

RunRecord RecordedRuns::record_of(const std::string& run_id) const {
  return states_ ? from_journal(*states_, run_id) : run_record_of_tables(folder_, run_id);
}

RunStatus RecordedRuns::status_of(const std::string& run_id) const {
  if (states_) return states_->state_of(run_id).status;
  const auto found = by_table_.find(run_id);
  return found == by_table_.end() ? RunStatus::queued : found->second;
}

double final_value(const RecordedSeries& series) { return series.values.back().second; }

double best_value(const RecordedSeries& series, Objective objective) {
  const bool larger = larger_is_better(series.name.metric, objective);
  double best = series.values.front().second;
  for (const auto& [epoch, value] : series.values)
    if (is_better(value, best, larger)) best = value;
  return best;
}

}  // namespace logitbench
