// runs.csv, curves.csv and tables.csv as text, from the plan and what the journal holds: the same
// two give the same bytes. A run's rows come at a time: no table is in memory as a whole. Columns
// and units: results/README.md.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/record/journal_reader.h"
#include "core/sweep/plan.h"

namespace logitbench {

inline constexpr const char* kRunsFile = "runs.csv";
inline constexpr const char* kCurvesFile = "curves.csv";
inline constexpr const char* kTablesFile = "tables.csv";

// The columns of runs.csv that are always there. Between them stand the swept keys (a swept seed
// has its column already), then final.<split>.<metric> and best.<split>.<metric>.
inline constexpr std::array<std::string_view, 3> kRunsFirstColumns = {"run_id", "status", "seed"};
inline constexpr std::array<std::string_view, 3> kRunsLastColumns = {"epochs", "samples_per_s",
                                                                     "wall_s"};
inline constexpr std::string_view kFinalPrefix = "final.", kBestPrefix = "best.";
inline constexpr std::array<std::string_view, 6> kCurvesColumns = {"run_id", "epoch",  "step",
                                                                   "split",  "metric", "value"};
inline constexpr std::array<std::string_view, 6> kTablesColumns = {"run_id", "split",  "table",
                                                                   "row",    "column", "value"};
// In the order in which they stand in all.
inline constexpr std::array<std::string_view, 3> kSplits = {"train", "valid", "test"};

// By run_id: the attempt that speaks for the run.
using EndedRuns = std::map<std::string, Attempt>;

// Of each run's attempts that ended, a finished one (completed or diverged) before any other, then
// the one started last. Attempts that never ended are as if they had not been. One that ended
// queued, waiting for other runs, is pruned where the journal says so afterwards.
EndedRuns ended_runs(Journal&& journal);

// Completed or diverged: never done twice. Everything else is done again.
bool is_finished(RunStatus status);
// Or, where the runs compete, pruned: then it is done again only if the others decide otherwise.
// Null: it has not ended.
bool is_done(const Plan& plan, const Attempt* ended);

// The last value, and the best one (<logitbench/metric.h>) over all epochs: NaN only where every
// value is NaN. The best loss is the largest where the run maximizes it; the objective changes no
// other metric. Nothing where the run has no such metric.
std::optional<double> final_value(const Attempt& run, std::string_view split,
                                  std::string_view metric);
std::optional<double> best_value(const Attempt& run, std::string_view split,
                                 std::string_view metric, Objective objective);

// Columns that runs.csv ends with where any run of the plan has a target.
inline constexpr std::array<const char*, 2> kTargetColumns = {"target_epoch", "target_s"};
bool has_target(const Plan& plan);
// And after these, where any run asks for phase_times: "data_s", ..., by Phase.
std::vector<std::string> phase_columns();
bool has_phase_times(const Plan& plan);
// All that runs.csv ends with; of a header, as far as that has it.
std::vector<std::string> last_columns(bool with_target, bool with_phases);
std::vector<std::string> last_columns_of(const std::vector<std::string>& header);

// Whether any run asks for a table of tables.csv.
bool has_tables(const Plan& plan);

// Takes whole rows, one after another; the header first.
using TakeRows = std::function<void(std::string_view rows)>;

// Asks for the records of runs with a target.
void runs_csv(const Plan& plan, const EndedRuns& runs, const ReadRecords& read,
              const TakeRows& take);
// Asks for each run's records once, in plan order.
void curves_csv(const Plan& plan, const EndedRuns& runs, const ReadRecords& read,
                const TakeRows& take);

// Of the runs that have tables, in plan order; asks for each one's records once.
void tables_csv(const Plan& plan, const EndedRuns& runs, const ReadRecords& read,
                const TakeRows& take);

// Of one run: split,row,label,decision, a column p.<class> for each class, loss, and a column
// logit.<column> for each column.
std::string predictions_csv(const Predictions& predictions);

}  // namespace logitbench
