// Every code that check_results gives: declared here once, with its weight and what it says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/diagnosis/finding.h"

namespace logitbench {

inline constexpr FindingKind kResultKinds[] = {
    // The manifest.
    {"manifest_missing", Severity::error, "manifest.json is not there"},
    {"manifest_unreadable", Severity::error,
     "manifest.json is cut, no JSON, or lacks what a manifest has"},
    {"manifest_old", Severity::info,
     "an earlier version wrote manifest.json: it keeps no expectations"},
    {"not_finished", Severity::warning,
     "the experiment has not come to its end: it was killed, or it goes on now"},
    {"config_unreadable", Severity::warning,
     "a recorded config is not one that this program and its plugins take"},
    {"config_hash_differs", Severity::error,
     "a recorded config is not the one that its config_sha256 was taken of"},
    {"run_id_differs", Severity::error, "a run's config does not hash to the run's id"},
    {"run_repeated", Severity::error, "manifest.json names a run twice"},
    {"seed_repeated", Severity::error,
     "two repeats of one config have the same seed: they are one sample, not two"},
    // The journal.
    {"journal_missing", Severity::warning,
     "there is no journal that the tables could be compared with"},
    {"journal_unreadable", Severity::error, "the journal cannot be read"},
    {"journal_damaged", Severity::warning,
     "lines of the journal are torn, damaged or of another version"},
    // runs.csv, curves.csv and tables.csv.
    {"table_missing", Severity::error,
     "runs.csv, curves.csv, or tables.csv where a run asks for it, is not there"},
    {"table_line_ends", Severity::error, "a table has line ends other than LF"},
    {"table_cut", Severity::error, "a table ends within a line"},
    {"table_header", Severity::error,
     "a table's columns are not those of results/README.md, in that order"},
    {"table_cell", Severity::error,
     "a row with too few or too many cells, or a cell of another type"},
    {"table_row_repeated", Severity::error,
     "two rows of a run, or two values of one epoch, split and metric"},
    {"table_order", Severity::error, "rows are not in plan order, epoch by epoch"},
    {"tables_differ", Severity::error, "a table is not what the journal gives, byte by byte"},
    {"journal_lacks_run", Severity::error,
     "a run that runs.csv has as ended has no end in the journal"},
    {"epochs_broken", Severity::error, "a run's epochs are not 0, 1, ..., N"},
    {"metric_missing", Severity::error, "an epoch lacks a metric that the config asks for"},
    // The runs.
    {"run_missing", Severity::error, "a planned run has no row"},
    {"run_unplanned", Severity::error, "a run that manifest.json does not plan"},
    {"run_queued", Severity::warning, "a planned run has not ended yet"},
    {"run_interrupted", Severity::warning, "a run was stopped by the user"},
    {"run_timed_out", Severity::warning, "a run was stopped by its run_timeout"},
    {"run_pruned", Severity::info, "a run was ended early, as the config's section stop says"},
    {"run_failed", Severity::error, "a run was stopped by an error"},
    {"run_diverged", Severity::warning,
     "loss or weights went NaN or infinite, and nothing expects it"},
    {"divergence_expected", Severity::info, "a run diverged, as the config expects it to"},
    {"failure_expected", Severity::info, "a run failed, as the config expects it to"},
    {"run_dropped", Severity::info, "a run that failed or was stopped is no longer planned"},
    {"predictions_missing", Severity::error, "a run's predictions are asked for and not there"},
    {"predictions_not_compared", Severity::info,
     "the journal of an earlier version keeps no predictions"},
    {"predictions_differ", Severity::error,
     "a run's predictions.csv is not what the journal gives, byte by byte"},
    // The data.
    {"data_hash_missing", Severity::info,
     "manifest.json does not say which data a finished run saw: the experiment was killed and not "
     "taken up again, or an earlier version ran it"},
    {"data_differ", Severity::error, "runs that name the same dataset and seed saw other data"},
    {"data_changed", Severity::warning, "the dataset gives other data now than the runs saw"},
    {"data_absent", Severity::info,
     "the data are not there now: they cannot be compared with what the runs saw"},
    {"data_not_compared", Severity::info, "more datasets than are loaded again for a check"},
    // What the config expects.
    {"expectation_missed", Severity::error, "a run misses an expectation"},
    {"expectations_unreadable", Severity::warning,
     "the recorded expectations are not ones that this program takes"},
    {"expectation_not_checked", Severity::info, "an expectation is about no run of the plan"},
    {"expectations_met", Severity::info, "expectations that hold"},
};

consteval const FindingKind& result_kind(std::string_view code) {
  return kind_among(kResultKinds, code);
}

}  // namespace logitbench
