#include "core/diagnosis/check_tables.h"

#include <logitbench/metric.h>

#include <algorithm>
#include <set>

#include "core/diagnosis/occurrences.h"
#include "core/diagnosis/table_text.h"
#include "core/record/csv_reader.h"
#include "core/record/tables.h"

namespace logitbench {

namespace {

// What is wrong with a row's cells; empty: nothing.
std::string problem_of(const std::vector<std::string>& cells) {
  if (cells.size() != kTablesColumns.size())
    return "found " + std::to_string(cells.size()) + " cells, expected " +
           std::to_string(kTablesColumns.size());
  if (find_table(cells[2]) == nullptr) return "table: found " + cells[2];
  if (!integer_cell(cells[3])) return "row: found " + cells[3];
  if (!number_cell(cells[5])) return "value: found " + cells[5];
  return "";
}

// Which (run, table) a finished run must have: all that it asks for, but where it diverged and that
// was its end.
void check_missing(const ResultsView& view,
                   const std::set<std::pair<std::string, std::string>>& seen,
                   std::vector<Finding>& findings) {
  Occurrences missing;
  for (const Run& run : view.recorded->plan.runs) {
    if (view.status(run.run_id) != RunStatus::completed) continue;
    for (const RecordInfo& table : kTables)
      if (run.config.asks_for(table.name) && !seen.contains({run.run_id, std::string(table.name)}))
        missing.add(run.run_id + ": no " + std::string(table.name), run.run_id);
  }
  missing.report(result_kind("metric_missing"), view.tables_place(),
                 "a finished run lacks a table that its config asks for",
                 "if the journal has it, run the same command again; else run again with --fresh",
                 findings);
}

}  // namespace

void check_tables(const ResultsView& view, std::vector<Finding>& findings) {
  if (!view.tables_csv) return;
  const std::string place = view.tables_place();
  check_table_text(*view.tables_csv, place, findings);
  CsvReader reader(*view.tables_csv);
  std::vector<std::string> cells;
  reader.next(cells);
  if (!std::equal(cells.begin(), cells.end(), kTablesColumns.begin(), kTablesColumns.end())) {
    findings.push_back(make_finding(
        result_kind("table_header"), place + ":1", "the columns are not those that tables.csv has",
        "expected run_id,split,table,row,column,value", kWriteTablesAnew));
    return;
  }
  Occurrences wrong, unplanned, order;
  std::set<std::pair<std::string, std::string>> seen;
  size_t next_place = 0;
  while (reader.next(cells)) {
    const std::string line = "line " + std::to_string(reader.line());
    const std::string at = place + ":" + std::to_string(reader.line());
    if (const std::string problem = problem_of(cells); !problem.empty()) {
      wrong.add_at(at, line + ": " + problem, cells.front());
      continue;
    }
    seen.emplace(cells[0], cells[2]);
    const auto found = view.recorded->index.find(cells[0]);
    if (found == view.recorded->index.end()) {
      unplanned.add_at(at, line + ": " + cells[0], cells[0]);
      continue;
    }
    if (found->second < next_place) order.add_at(at, line + ": " + cells[0], cells[0]);
    next_place = std::max(next_place, found->second);
  }
  wrong.report(result_kind("table_cell"), place, "a row is not what tables.csv holds",
               kWriteTablesAnew, findings);
  unplanned.report(result_kind("run_unplanned"), place, "a run that the manifest does not plan",
                   kWriteTablesAnew, findings);
  order.report(result_kind("table_order"), place, "rows are not in plan order", kWriteTablesAnew,
               findings);
  check_missing(view, seen, findings);
}

}  // namespace logitbench
