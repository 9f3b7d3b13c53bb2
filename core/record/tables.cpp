#include "core/record/tables.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include <logitbench/metric.h>

#include "core/config/metric_direction.h"
#include "core/config/target.h"
#include "core/record/csv_writer.h"
#include "core/record/number_text.h"
#include "core/record/table_cells.h"

namespace logitbench {

namespace {

std::string cell(const std::optional<double>& value) { return value ? number_text(*value) : ""; }

// Of the first epoch that reached it; nothing where none did, or the run has no target.
struct Reached {
  uint64_t epoch = 0;
  double wall_s = 0;
};
std::optional<Reached> first_at_target(const RunConfig& config, const Attempt& run,
                                       const ReadRecords& read) {
  if (!config.target || run.epochs.records() == 0) return std::nullopt;
  for (const EpochRecord& record : read(run).epochs)
    if (reaches_target(config, record)) return Reached{record.epoch, record.wall_s};
  return std::nullopt;
}

}  // namespace

bool is_finished(RunStatus status) {
  return status == RunStatus::completed || status == RunStatus::diverged;
}

bool is_done(const Plan& plan, const Attempt* ended) {
  if (ended == nullptr) return false;
  const RunStatus status = ended->result->status;
  return is_finished(status) || (plan.stop.method && status == RunStatus::pruned);
}

EndedRuns ended_runs(Journal&& journal) {
  const auto rank = [](const Attempt& attempt) {
    return std::tuple(is_finished(attempt.result->status), attempt.started_us);
  };
  EndedRuns runs;
  for (Attempt& attempt : journal.attempts) {
    if (!attempt.result) continue;
    const auto [place, is_new] = runs.try_emplace(attempt.run_id);
    if (is_new || rank(attempt) >= rank(place->second)) place->second = std::move(attempt);
  }
  for (const RunPruned& pruned : journal.pruned) {
    const auto run = runs.find(pruned.run_id);
    if (run == runs.end() || run->second.result->status != RunStatus::queued ||
        pruned.at_us < run->second.started_us)
      continue;
    run->second.result->status = RunStatus::pruned;
    run->second.result->reason = pruned.reason;
  }
  return runs;
}

std::optional<double> final_value(const Attempt& run, std::string_view split,
                                  std::string_view metric) {
  return run.epochs.last(split, metric);
}

std::optional<double> best_value(const Attempt& run, std::string_view split,
                                 std::string_view metric, Objective objective) {
  return larger_is_better(metric, objective) ? run.epochs.largest(split, metric)
                                             : run.epochs.least(split, metric);
}

bool has_target(const Plan& plan) {
  return std::any_of(plan.runs.begin(), plan.runs.end(),
                     [](const Run& run) { return run.config.target.has_value(); });
}

std::vector<std::string> phase_columns() {
  std::vector<std::string> columns;
  for (const char* phase : kPhaseNames) columns.push_back(std::string(phase) + "_s");
  return columns;
}

bool has_phase_times(const Plan& plan) {
  return std::any_of(plan.runs.begin(), plan.runs.end(),
                     [](const Run& run) { return run.config.asks_for(kPhaseTimes.name); });
}

std::vector<std::string> last_columns(bool with_target, bool with_phases) {
  std::vector<std::string> columns(kRunsLastColumns.begin(), kRunsLastColumns.end());
  if (with_target) columns.insert(columns.end(), kTargetColumns.begin(), kTargetColumns.end());
  if (with_phases)
    for (const std::string& name : phase_columns()) columns.push_back(name);
  return columns;
}

std::vector<std::string> last_columns_of(const std::vector<std::string>& header) {
  const auto has = [&](const std::string& name) {
    return std::find(header.begin(), header.end(), name) != header.end();
  };
  return last_columns(has(kTargetColumns.back()), has(phase_columns().back()));
}

bool has_tables(const Plan& plan) {
  return std::any_of(plan.runs.begin(), plan.runs.end(), [](const Run& run) {
    return std::any_of(std::begin(kTables), std::end(kTables),
                       [&](const RecordInfo& table) { return run.config.asks_for(table.name); });
  });
}

void runs_csv(const Plan& plan, const EndedRuns& runs, const ReadRecords& read,
              const TakeRows& take) {
  std::vector<std::string> columns = run_columns_of(plan);
  const std::vector<MetricSeries> series = recorded_series(plan, runs);
  for (const std::string_view which : {kFinalPrefix, kBestPrefix})
    for (const MetricSeries& s : series)
      columns.push_back(std::string(which) + s.split + "." + s.metric);
  const bool with_phases = has_phase_times(plan);
  for (const std::string& name : last_columns(has_target(plan), with_phases))
    columns.push_back(name);

  CsvWriter csv(columns);
  take(csv.take());
  for (const Run& run : plan.runs) {
    const auto found = runs.find(run.run_id);
    const Attempt* ended = found == runs.end() ? nullptr : &found->second;
    const RunStatus status = ended ? ended->result->status : RunStatus::queued;
    std::vector<std::string> cells = run_cells(plan, run, status);
    if (ended) {
      for (const MetricSeries& s : series)
        cells.push_back(cell(final_value(*ended, s.split, s.metric)));
      for (const MetricSeries& s : series)
        cells.push_back(cell(best_value(*ended, s.split, s.metric, run.config.objective)));
      cells.push_back(number_text(ended->result->epochs));
      cells.push_back(number_text(ended->result->samples_per_s));
      cells.push_back(number_text(ended->result->wall_s));
      if (const auto reached = first_at_target(run.config, *ended, read)) {
        cells.push_back(number_text(reached->epoch));
        if (reached->wall_s > 0) cells.push_back(number_text(reached->wall_s));
      }
    }
    cells.resize(columns.size());
    if (with_phases && ended && ended->result->phases_s)
      std::transform(ended->result->phases_s->begin(), ended->result->phases_s->end(),
                     cells.end() - std::tuple_size_v<PhaseTimes>,
                     [](double seconds) { return number_text(seconds); });
    csv.row(cells);
    take(csv.take());
  }
}

void curves_csv(const Plan& plan, const EndedRuns& runs, const ReadRecords& read,
                const TakeRows& take) {
  CsvWriter csv({kCurvesColumns.begin(), kCurvesColumns.end()});
  take(csv.take());
  for (const Run& run : plan.runs) {
    const auto found = runs.find(run.run_id);
    if (found == runs.end()) continue;
    const AttemptRecords records = read(found->second);
    for (const EpochRecord& record : records.epochs)
      for (std::string_view split : kSplits)
        for (const MetricValue& value : record.values)
          if (value.split == split)
            csv.row({run.run_id, number_text(record.epoch), number_text(record.step), value.split,
                     value.metric, number_text(value.value)});
    take(csv.take());
  }
}

void tables_csv(const Plan& plan, const EndedRuns& runs, const ReadRecords& read,
                const TakeRows& take) {
  CsvWriter csv({kTablesColumns.begin(), kTablesColumns.end()});
  take(csv.take());
  for (const Run& run : plan.runs) {
    const auto found = runs.find(run.run_id);
    if (found == runs.end() || found->second.tables == 0) continue;
    for (const ResultTable& table : read(found->second).tables)
      for (size_t i = 0; i < table.cells.size(); ++i)
        csv.row({run.run_id, table.split, table.name,
                 number_text(uint64_t{i / table.columns.size()}),
                 table.columns[i % table.columns.size()], number_text(table.cells[i])});
    take(csv.take());
  }
}

std::string predictions_csv(const Predictions& predictions) {
  const Prediction shape = predictions.rows.empty() ? Prediction{} : predictions.rows[0];
  std::vector<std::string> columns = {"split", "row", "label", "decision"};
  for (size_t k = 0; k < shape.probabilities.size(); ++k)
    columns.push_back("p." + number_text(uint64_t{k}));
  columns.push_back("loss");
  for (size_t c = 0; c < shape.logits.size(); ++c)
    columns.push_back("logit." + number_text(uint64_t{c}));
  const auto text = [&](double number) {
    return predictions.single_precision ? number_text(static_cast<float>(number))
                                        : number_text(number);
  };
  CsvWriter csv(columns);
  for (const Prediction& row : predictions.rows) {
    std::vector<std::string> cells = {predictions.split, number_text(row.row),
                                      number_text(row.label), number_text(row.decision)};
    for (double p : row.probabilities) cells.push_back(text(p));
    cells.push_back(text(row.loss));
    for (double logit : row.logits) cells.push_back(text(logit));
    csv.row(cells);
  }
  return csv.text();
}

}  // namespace logitbench
