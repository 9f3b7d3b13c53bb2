#include "core/diagnosis/results_view.h"

#include <logitbench/error.h>

#include <algorithm>

#include "core/diagnosis/result_kinds.h"
#include "core/diagnosis/table_text.h"
#include "core/record/csv_reader.h"
#include "core/record/planned_names.h"
#include "core/record/results_folder.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> table(const fs::path& file, std::vector<Finding>& findings) {
  std::optional<std::string> content = read_whole_file(file);
  if (!content)
    findings.push_back(make_finding(result_kind("table_missing"), file.string(),
                                    "the table is not there, or cannot be read", "",
                                    kWriteTablesAnew));
  return content;
}

RunsTable parse_runs(const std::string& text) {
  RunsTable table;
  CsvReader reader(text);
  reader.next(table.header);
  for (std::vector<std::string> cells; reader.next(cells);)
    table.rows.push_back({reader.line(), cells});
  return table;
}

void read_journal_into(ResultsView& view, std::vector<Finding>& findings) {
  const fs::path folder = view.folder / kJournalFolder;
  std::error_code ignored;  // what cannot be looked at is reported below
  if (!fs::exists(folder, ignored)) {
    findings.push_back(
        make_finding(result_kind("journal_missing"), folder.string(),
                     "there is no journal: the tables cannot be compared with what was recorded",
                     "", "copy the whole folder, journal/ among it"));
    return;
  }
  try {
    Journal journal = read_journal(folder);
    if (view.recorded) name_as_planned(journal, view.recorded->plan);
    if (journal.damaged_lines > 0)
      findings.push_back(make_finding(
          result_kind("journal_damaged"), folder.string(),
          "lines of the journal are torn, damaged or of another version: they were passed over",
          std::to_string(journal.damaged_lines) + (journal.damaged_lines == 1 ? " line" : " lines"),
          "run the same command again: runs that lost a line are done again"));
    for (const Attempt& attempt : journal.attempts)
      if (!attempt.result) {
        size_t& epochs = view.unended[attempt.run_id];
        epochs = std::max(epochs, attempt.epochs.records());
      }
    view.ended = ended_runs(std::move(journal));
  } catch (const Error& error) {
    findings.push_back(make_finding(result_kind("journal_unreadable"), folder.string(),
                                    "the journal cannot be read", error.what(),
                                    "allow reading the files there"));
  }
}

// An earlier manifest does not keep swept values as they were written; the table does.
void take_swept_from_table(ResultsView& view) {
  if (!view.recorded || view.recorded->keeps_swept) return;
  Plan& plan = view.recorded->plan;
  for (const RunsTable::Row& row : view.runs_table.rows) {
    const auto found = view.recorded->index.find(row.cells.front());
    if (found == view.recorded->index.end()) continue;
    Run& run = plan.runs[found->second];
    for (size_t k = 0; k < run.swept.size(); ++k)
      run.swept[k] = view.runs_table.cell(row, plan.swept_keys[k]);
  }
}

}  // namespace

std::string RunsTable::cell(const Row& row, const std::string& column) const {
  const auto found = std::find(header.begin(), header.end(), column);
  const auto index = static_cast<size_t>(found - header.begin());
  return found != header.end() && index < row.cells.size() ? row.cells[index] : "";
}

const RunResult* ResultsView::result(const std::string& run_id) const {
  if (!ended) return nullptr;
  const auto found = ended->find(run_id);
  return found == ended->end() ? nullptr : &*found->second.result;
}

std::optional<RunStatus> ResultsView::status(const std::string& run_id) const {
  if (const RunResult* known = result(run_id)) return known->status;
  const auto found = table_status.find(run_id);
  return found == table_status.end() ? std::nullopt : std::optional(found->second);
}

ResultsView read_results(const fs::path& folder, PluginHost& host, std::vector<Finding>& findings) {
  ResultsView view;
  view.folder = folder;
  view.recorded = read_recorded_plan(folder, host, findings);
  read_journal_into(view, findings);
  view.runs_csv = table(folder / kRunsFile, findings);
  view.curves_csv = table(folder / kCurvesFile, findings);
  if (view.recorded && has_tables(view.recorded->plan))
    view.tables_csv = table(folder / kTablesFile, findings);
  if (view.runs_csv) view.runs_table = parse_runs(*view.runs_csv);
  for (const RunsTable::Row& row : view.runs_table.rows)
    if (const auto status = run_status_from(view.runs_table.cell(row, "status")))
      view.table_status.emplace(row.cells.front(), *status);
  take_swept_from_table(view);
  return view;
}

}  // namespace logitbench
