#include "core/record/wide_table.h"

#include "core/record/csv_writer.h"
#include "core/record/number_text.h"
#include "core/record/table_cells.h"

namespace logitbench {

void wide_csv(const Plan& plan, const EndedRuns& runs, const ReadRecords& read,
              const TakeRows& take) {
  const std::vector<MetricSeries> series = recorded_series(plan, runs);
  std::map<MetricSeries, size_t> column_of;
  std::vector<std::string> columns = run_columns_of(plan);
  const size_t first = columns.size();
  columns.insert(columns.end(), {"epoch", "step"});
  for (const MetricSeries& s : series) {
    column_of.emplace(s, columns.size());
    columns.push_back(s.split + "." + s.metric);
  }
  CsvWriter csv(columns);
  take(csv.take());
  for (const Run& run : plan.runs) {
    const auto ended = runs.find(run.run_id);
    if (ended == runs.end()) continue;
    const std::vector<std::string> run_part = run_cells(plan, run, ended->second.result->status);
    for (const EpochRecord& record : read(ended->second).epochs) {
      std::vector<std::string> cells = run_part;
      cells.resize(columns.size());
      cells[first] = number_text(record.epoch);
      cells[first + 1] = number_text(record.step);
      for (const MetricValue& value : record.values)
        cells[column_of.at({value.split, value.metric})] = number_text(value.value);
      csv.row(cells);
    }
    take(csv.take());
  }
}

}  // namespace logitbench
