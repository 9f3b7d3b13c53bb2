#include "core/diagnosis/check_runs_table.h"

#include <logitbench/metric.h>

#include <algorithm>
#include <set>

#include "core/diagnosis/occurrences.h"
#include "core/diagnosis/table_text.h"
#include "core/record/csv_reader.h"
#include "core/record/number_text.h"

namespace logitbench {

namespace {

using Names = std::vector<std::string>;

std::string joined(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

// <split>.<metric>, both known; where splits stand in the order in which a table has them.
std::optional<size_t> split_of(const std::string& series) {
  const size_t dot = series.find('.');
  if (dot == std::string::npos || metric_of_series(series.substr(dot + 1)) == nullptr)
    return std::nullopt;
  const std::string split = series.substr(0, dot);
  const auto known = std::find(kSplits.begin(), kSplits.end(), split);
  if (known == kSplits.end()) return std::nullopt;
  return static_cast<size_t>(known - kSplits.begin());
}

class RunsTableCheck {
 public:
  RunsTableCheck(const ResultsView& view, std::vector<Finding>& findings)
      : view_(view),
        table_(view.runs_table),
        plan_(view.recorded ? &view.recorded->plan : nullptr),
        findings_(findings) {}

  void check() {
    check_table_text(*view_.runs_csv, view_.runs_place(), findings_);
    first_.assign(kRunsFirstColumns.begin(), kRunsFirstColumns.end());
    if (plan_ != nullptr)
      for (const std::string& key : plan_->swept_keys)
        if (key != "seed") first_.push_back(key);
    // Without a plan it is not known whether there is a target, or phases.
    last_ = plan_ != nullptr ? last_columns(has_target(*plan_), has_phase_times(*plan_))
                             : last_columns_of(table_.header);
    if (const std::string problem = header_problem(); !problem.empty()) {
      findings_.push_back(make_finding(result_kind("table_header"), view_.runs_place() + ":1",
                                       "the columns are not those that runs.csv has", problem,
                                       kWriteTablesAnew));
      return;  // what the cells are is not known
    }
    for (const RunsTable::Row& row : table_.rows) check_row(row);
    check_planned_rows();
    report();
  }

 private:
  std::string header_problem() const {
    const Names& header = table_.header;
    if (header.size() < first_.size() + last_.size() ||
        !std::equal(first_.begin(), first_.end(), header.begin()))
      return "found " + joined(header) + "; expected it to begin with " + joined(first_);
    if (!std::equal(last_.rbegin(), last_.rend(), header.rbegin()))
      return "found " + joined(header) + "; expected it to end with " + joined(last_);
    return plan_ == nullptr ? "" : series_problem();  // without a plan swept keys are not known
  }

  std::string series_problem() const {
    const Names& header = table_.header;
    const size_t series = header.size() - first_.size() - last_.size();
    if (series % 2 != 0) return "expected as many best.* as final.*";
    size_t last_split = 0;
    for (size_t i = 0; i < series; ++i) {
      const std::string& name = header[first_.size() + i];
      const std::string which(i < series / 2 ? kFinalPrefix : kBestPrefix);
      const auto split =
          name.starts_with(which) ? split_of(name.substr(which.size())) : std::nullopt;
      if (!split) return "found " + name + ", expected " + which + "<split>.<metric>";
      if (i != series / 2 && *split < last_split)
        return "found " + name + " after a later split, expected train, valid, test";
      last_split = *split;
      if (i >= series / 2 && header[first_.size() + i - series / 2].substr(6) != name.substr(5))
        return "found " + name + ", expected the series of final.* in their order";
    }
    return "";
  }

  void check_row(const RunsTable::Row& row) {
    const std::string& run_id = row.cells.front();
    if (row.cells.size() != table_.header.size()) {
      wrong(row, "found " + std::to_string(row.cells.size()) + " cells, expected " +
                     std::to_string(table_.header.size()));
      return;
    }
    if (!seen_.insert(run_id).second)
      repeated_.add_at(at(row), "line " + std::to_string(row.line) + ": " + run_id, run_id);
    if (!run_status_from(row.cells[1])) wrong(row, "status: found " + row.cells[1]);
    if (!integer_cell(row.cells[2])) wrong(row, "seed: found " + row.cells[2]);
    for (size_t c = first_.size(); plan_ != nullptr && c < row.cells.size(); ++c)
      check_number(row, c);
    if (plan_ != nullptr) check_against_plan(row);
  }

  void check_number(const RunsTable::Row& row, size_t c) {
    const std::string& cell = row.cells[c];
    const bool is_epochs = table_.header[c] == "epochs";
    const bool right = cell.empty() ||
                       (is_epochs ? integer_cell(cell).has_value() : number_cell(cell).has_value());
    if (!right)
      wrong(row, table_.header[c] + ": found " + cell + ", expected " +
                     (is_epochs ? "an integer" : "a number"));
  }

  void check_against_plan(const RunsTable::Row& row) {
    const std::string& run_id = row.cells.front();
    const auto found = view_.recorded->index.find(run_id);
    if (found == view_.recorded->index.end()) {
      unplanned_.add_at(at(row), "line " + std::to_string(row.line) + ": " + run_id, run_id);
      return;
    }
    const size_t place = found->second;
    const Run& run = plan_->runs[place];
    if (place < next_place_)
      order_.add_at(at(row), "line " + std::to_string(row.line) + ": " + run_id, run_id);
    next_place_ = std::max(next_place_, place);
    if (row.cells[2] != number_text(run.config.seed))
      wrong(row, "seed: found " + row.cells[2] + ", planned " + number_text(run.config.seed));
    for (size_t k = 0; k < plan_->swept_keys.size(); ++k) {
      const std::string& key = plan_->swept_keys[k];
      if (key != "seed" && table_.cell(row, key) != run.swept[k])
        wrong(row, key + ": found " + table_.cell(row, key) + ", planned " + run.swept[k]);
    }
  }

  void check_planned_rows() {
    if (plan_ == nullptr) return;
    for (const Run& run : plan_->runs)
      if (!seen_.contains(run.run_id)) missing_.add(run.run_id + " has no row", run.run_id);
  }

  void wrong(const RunsTable::Row& row, const std::string& what) {
    cells_.add_at(at(row), "line " + std::to_string(row.line) + ": " + what, row.cells.front());
  }

  std::string at(const RunsTable::Row& row) const {
    return view_.runs_place() + ":" + std::to_string(row.line);
  }

  void report() {
    const std::string place = view_.runs_place();
    cells_.report(result_kind("table_cell"), place, "a row is not what runs.csv holds",
                  kWriteTablesAnew, findings_);
    repeated_.report(result_kind("table_row_repeated"), place, "a run has a second row",
                     kWriteTablesAnew, findings_);
    unplanned_.report(result_kind("run_unplanned"), place, "a run that the manifest does not plan",
                      kWriteTablesAnew, findings_);
    order_.report(result_kind("table_order"), place, "rows are not in plan order", kWriteTablesAnew,
                  findings_);
    missing_.report(result_kind("run_missing"), place, "a planned run has no row", kWriteTablesAnew,
                    findings_);
  }

  const ResultsView& view_;
  const RunsTable& table_;
  const Plan* plan_;
  std::vector<Finding>& findings_;
  Names first_;  // the columns before final.*
  Names last_;   // those after best.*
  std::set<std::string> seen_;
  size_t next_place_ = 0;
  Occurrences cells_, repeated_, unplanned_, order_, missing_;
};

}  // namespace

void check_runs_table(const ResultsView& view, std::vector<Finding>& findings) {
  if (view.runs_csv) RunsTableCheck(view, findings).check();
}

}  // namespace logitbench
