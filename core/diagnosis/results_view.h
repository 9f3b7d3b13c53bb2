// What a results folder holds, read once for all checks.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnosis/recorded_plan.h"
#include "core/record/tables.h"

namespace logitbench {

struct RunsTable {
  std::vector<std::string> header;
  struct Row {
    size_t line = 0;
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;
  // Empty where the row or the header has no such column.
  std::string cell(const Row& row, const std::string& column) const;
};

struct ResultsView {
  std::filesystem::path folder;
  std::optional<RecordedPlan> recorded;  // none: no manifest to go by
  std::optional<std::string> runs_csv, curves_csv;
  std::optional<std::string> tables_csv;  // only where a run asks for a table
  RunsTable runs_table;
  std::map<std::string, RunStatus> table_status;  // run_id -> as runs.csv says
  std::optional<EndedRuns> ended;                 // none: no journal to go by
  std::map<std::string, size_t> unended;          // run_id -> most epochs of an attempt without end

  std::string runs_place() const { return (folder / kRunsFile).string(); }
  std::string curves_place() const { return (folder / kCurvesFile).string(); }
  std::string tables_place() const { return (folder / kTablesFile).string(); }

  // The journal's word, or the table's where the journal has none. Nothing: neither says.
  std::optional<RunStatus> status(const std::string& run_id) const;
  const RunResult* result(const std::string& run_id) const;  // null: the journal has none
};

// Reports what is missing, unreadable or damaged in the journal and the manifest, tables missing.
ResultsView read_results(const std::filesystem::path& folder, PluginHost& host,
                         std::vector<Finding>& findings);

}  // namespace logitbench
