#include "core/analysis/tables/curves_rows.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "core/analysis/tables/table_damage.h"
#include "core/record/csv_reader.h"
#include "core/record/tables.h"

namespace logitbench {

namespace {

enum Column : size_t { kRunId, kEpoch, kStep, kSplit, kMetric, kValue, kColumns };
static_assert(kColumns == kCurvesColumns.size());

using Cells = std::array<std::string_view, kColumns>;

// The cell at the start of `line`, quotes left on; what is behind it stays. False where quotes are
// not closed in this line.
bool take_cell(std::string_view& line, std::string_view& cell) {
  size_t end = 0;
  if (line.starts_with('"')) {
    do {
      end = line.find('"', end + 1);
      if (end == std::string_view::npos) return false;
      ++end;
    } while (end < line.size() && line[end] == '"');
    if (end < line.size() && line[end] != ',') return false;
  } else {
    end = std::min(line.find(','), line.size());
  }
  cell = line.substr(0, end);
  line.remove_prefix(end);
  return true;
}

std::optional<std::string> split_line(std::string_view line, Cells& cells) {
  const auto expected = [] {
    return ", expected " + std::to_string(kColumns) + ": " + header_text(kCurvesColumns);
  };
  for (size_t c = 0; c < kColumns; ++c) {
    if (c > 0) {
      if (line.empty()) return "found " + std::to_string(c) + " cells" + expected();
      line.remove_prefix(1);
    }
    if (!take_cell(line, cells[c])) return "quotes are not closed, or text follows them";
  }
  if (!line.empty()) return "found more cells" + expected();
  return std::nullopt;
}

// Of cells in which no quotes can be.
std::string_view without_quotes(std::string_view cell) {
  return cell.starts_with('"') ? cell.substr(1, cell.size() - 2) : cell;
}

std::string wrong_cell(Column column, std::string_view found, const char* expected) {
  return std::string(kCurvesColumns[column]) + ": found '" + std::string(found.substr(0, 60)) +
         "', expected " + expected;
}

class RowsParser {
 public:
  explicit RowsParser(std::string_view text) {
    const size_t likely = text.size() / 48;  // of a row of usual length
    for (auto* column : {&rows_.run, &rows_.series_of, &rows_.epoch}) column->reserve(likely);
    rows_.value.reserve(likely);
    while (!text.empty() && !rows_.problem) {
      const size_t end = text.find('\n');
      if (end == std::string_view::npos) {
        rows_.problem = kCutLine;
        break;
      }
      std::string_view line = text.substr(0, end);
      text.remove_prefix(end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      rows_.problem = add(line);
    }
  }

  CurvesRows take() { return std::move(rows_); }

 private:
  std::optional<std::string> add(std::string_view line) {
    Cells cells;
    if (auto problem = split_line(line, cells)) return problem;
    for (size_t c = kEpoch; c < kColumns; ++c) cells[c] = without_quotes(cells[c]);
    const std::optional<uint64_t> epoch = integer_cell(cells[kEpoch]);
    if (!epoch || *epoch > std::numeric_limits<uint32_t>::max())
      return wrong_cell(kEpoch, cells[kEpoch], "a whole number below 2^32");
    if (!integer_cell(cells[kStep])) return wrong_cell(kStep, cells[kStep], "a whole number");
    const std::optional<double> value = number_cell(cells[kValue]);
    if (!value) return wrong_cell(kValue, cells[kValue], "a number, nan, inf or -inf");
    const std::optional<uint32_t> series = series_index(cells[kSplit], cells[kMetric]);
    if (!series)
      return cells[kMetric].empty() ? wrong_cell(kMetric, "", "a metric's name")
                                    : wrong_cell(kSplit, cells[kSplit], "train, valid or test");
    rows_.run.push_back(run_index(cells[kRunId]));
    rows_.series_of.push_back(*series);
    rows_.epoch.push_back(static_cast<uint32_t>(*epoch));
    rows_.value.push_back(*value);
    return std::nullopt;
  }

  // Rows of a run stand together, mostly.
  uint32_t run_index(std::string_view run_id) {
    if (!rows_.run.empty() && rows_.runs[rows_.run.back()] == run_id) return rows_.run.back();
    const auto [place, is_new] =
        run_index_.try_emplace(run_id, static_cast<uint32_t>(rows_.runs.size()));
    if (is_new) rows_.runs.push_back(run_id);
    return place->second;
  }

  // There are few, and they come in turns: the one after the last one first.
  std::optional<uint32_t> series_index(std::string_view split, std::string_view metric) {
    const auto is = [&](size_t i) {
      return rows_.series[i].second == metric && rows_.series[i].first == split;
    };
    const size_t count = rows_.series.size();
    for (size_t tried = 0; tried < count; ++tried) {
      next_series_ = next_series_ + 1 < count ? next_series_ + 1 : 0;
      if (is(next_series_)) return static_cast<uint32_t>(next_series_);
    }
    if (metric.empty() || std::find(kSplits.begin(), kSplits.end(), split) == kSplits.end())
      return std::nullopt;
    rows_.series.emplace_back(split, metric);
    next_series_ = count;
    return static_cast<uint32_t>(count);
  }

  CurvesRows rows_;
  std::unordered_map<std::string_view, uint32_t> run_index_;
  size_t next_series_ = 0;
};

}  // namespace

CurvesRows parse_curves_rows(std::string_view text) { return RowsParser(text).take(); }

}  // namespace logitbench
