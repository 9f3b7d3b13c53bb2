#include <fstream>
#include <iterator>

#include "core/diagnosis/check_run_ends.h"
#include "core/diagnosis/csv_reader.h"
#include "core/diagnosis/occurrences.h"
#include "core/record/number_text.h"

namespace logitbench {

namespace {

constexpr size_t kColumnsBefore = 4;  // split, row, label, decision; then one for each class

bool header_is_right(const std::vector<std::string>& header) {
  if (header.size() <= kColumnsBefore || header[0] != "split" || header[1] != "row" ||
      header[2] != "label" || header[3] != "decision")
    return false;
  for (size_t c = kColumnsBefore; c < header.size(); ++c)
    if (header[c] != "p." + number_text(uint64_t{c - kColumnsBefore})) return false;
  return true;
}

std::string row_problem(const std::vector<std::string>& cells, size_t columns) {
  if (cells.size() != columns)
    return std::to_string(cells.size()) + " cells, expected " + std::to_string(columns);
  if (cells[0] != "train" && cells[0] != "valid" && cells[0] != "test") return "split " + cells[0];
  for (size_t c = 1; c < cells.size(); ++c)
    if (c < kColumnsBefore ? !integer_cell(cells[c]) : !is_number_cell(cells[c]))
      return "found " + cells[c] + ", expected " + (c < kColumnsBefore ? "an integer" : "a number");
  return "";
}

// What is wrong with the file, or nothing.
std::string problem_of(const std::string& text, size_t most_rows) {
  CsvReader reader(text);
  std::vector<std::string> cells;
  reader.next(cells);
  if (!header_is_right(cells)) return "expected the columns split,row,label,decision,p.0,...";
  const size_t columns = cells.size();
  size_t rows = 0;
  for (; reader.next(cells); ++rows)
    if (const std::string problem = row_problem(cells, columns); !problem.empty())
      return "line " + std::to_string(reader.line()) + ": " + problem;
  if (reader.is_cut()) return "it ends within line " + std::to_string(reader.line());
  if (reader.other_line_end() > 0) return "lines end with CR LF";
  if (rows == 0 || rows > most_rows)
    return std::to_string(rows) + " rows, asked for " + std::to_string(most_rows);
  return "";
}

}  // namespace

void check_predictions(const ResultsView& view, std::vector<Finding>& findings) {
  if (!view.recorded) return;
  Occurrences missing, broken;
  for (const Run& run : view.recorded->plan.runs) {
    const auto status = view.status(run.run_id);
    if (run.config.predictions == 0 || !status || !is_finished(*status)) continue;
    const auto file = view.folder / "runs" / run.run_id / "predictions.csv";
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      missing.add_at(file.string(), run.run_id, run.run_id);
      continue;
    }
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (const std::string problem = problem_of(text, run.config.predictions); !problem.empty())
      broken.add_at(file.string(), run.run_id + ": " + problem, run.run_id);
  }
  const char* advice = "run again with --fresh: predictions are taken when a run ends";
  missing.report("predictions_missing", view.folder.string(),
                 "a finished run's predictions are asked for and not there", advice, findings);
  broken.report("predictions_broken", view.folder.string(), "predictions.csv is cut, or was edited",
                advice, findings);
}

}  // namespace logitbench
