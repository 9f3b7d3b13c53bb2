#include "core/analysis/runs/run_tables.h"

#include <algorithm>

#include "core/analysis/tables/curves.h"
#include "core/analysis/tables/run_columns.h"
#include "core/analysis/tables/table_damage.h"
#include "core/record/csv_reader.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

// What runs.csv has beside the columns that comparisons read.
void add_ends(const fs::path& file, const std::string& run_id, RunRecord& record) {
  const std::optional<std::string> text = read_whole_file(file);
  if (!text) throw_table_damage(file, 1, "the file cannot be read");
  CsvReader reader(*text);
  std::vector<std::string> header, cells;
  reader.next(header);
  while (reader.next(cells)) {
    if (cells.size() != header.size() || cells.front() != run_id) continue;
    const auto cell = [&](std::string_view column) -> std::string_view {
      const auto found = std::find(header.begin(), header.end(), column);
      return found == header.end() ? std::string_view()
                                   : std::string_view(cells[size_t(found - header.begin())]);
    };
    record.epochs = integer_cell(cell(kRunsLastColumns[0]));
    record.samples_per_s = number_cell(cell(kRunsLastColumns[1]));
    record.wall_s = number_cell(cell(kRunsLastColumns[2]));
  }
}

void add_curves(const fs::path& file, const std::string& run_id, RunRecord& record) {
  const Curves curves = read_curves(file);
  const auto run = std::find(curves.run_ids().begin(), curves.run_ids().end(), run_id);
  if (run == curves.run_ids().end()) return;
  for (const std::string_view split : kSplits)
    for (size_t s = 0; s < curves.series().size(); ++s) {
      if (curves.series()[s].split != split) continue;
      const Curve curve = curves.curve(static_cast<size_t>(run - curves.run_ids().begin()), s);
      if (curve.empty()) continue;
      RecordedSeries& series = record.series.emplace_back();
      series.name = curves.series()[s];
      for (size_t i = 0; i < curve.epochs.size(); ++i)
        series.values.emplace_back(curve.epochs[i], curve.values[i]);
    }
}

}  // namespace

std::map<std::string, RunStatus> statuses_of_tables(const fs::path& folder) {
  const RunColumns runs = read_run_columns(folder / kRunsFile);
  std::map<std::string, RunStatus> statuses;
  for (size_t i = 0; i < runs.size(); ++i) statuses.emplace(runs.run_ids[i], runs.status[i]);
  return statuses;
}

RunRecord run_record_of_tables(const fs::path& folder, const std::string& run_id) {
  RunRecord record;
  const fs::path file = folder / kRunsFile;
  const RunColumns runs = read_run_columns(file);
  const auto run = std::find(runs.run_ids.begin(), runs.run_ids.end(), run_id);
  if (run == runs.run_ids.end()) return record;
  record.status = runs.status[static_cast<size_t>(run - runs.run_ids.begin())];
  add_ends(file, run_id, record);
  add_curves(folder / kCurvesFile, run_id, record);
  return record;
}

}  // namespace logitbench
