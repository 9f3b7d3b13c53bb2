#include "core/analysis/report/class_tables.h"

#include <algorithm>
#include <cstdint>

#include "core/analysis/tables/table_damage.h"
#include "core/record/csv_reader.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace {

// Where they stand in a row.
struct Columns {
  size_t run_id = 0, split = 0, table = 0, row = 0, column = 0, value = 0;
  size_t epoch = 0;  // `width` where there is none
  size_t width = 0;
};
constexpr std::pair<std::string_view, size_t Columns::*> kNeeded[] = {
    {"run_id", &Columns::run_id}, {"split", &Columns::split},   {"table", &Columns::table},
    {"row", &Columns::row},       {"column", &Columns::column}, {"value", &Columns::value}};
constexpr size_t kMostClasses = 1000;  // of a picture; a damaged cell asks for no more memory

void grow(std::vector<std::vector<double>>& square, size_t classes) {
  if (square.size() >= classes) return;
  square.resize(classes);
  for (std::vector<double>& row : square) row.resize(classes);
}

class TablesReader {
 public:
  TablesReader(const std::filesystem::path& file, std::string_view text)
      : file_(file), reader_(text) {}

  TablesOfRuns read() {
    std::vector<std::string> cells;
    if (!reader_.next(cells)) damaged("the file is empty");
    read_header(cells);
    while (reader_.next(cells)) {
      if (reader_.is_cut()) damaged(kCutLine);
      if (cells.size() != at_.width)
        damaged("found " + std::to_string(cells.size()) + " cells, expected " +
                std::to_string(at_.width));
      add(cells);
    }
    return std::move(tables_);
  }

 private:
  [[noreturn]] void damaged(const std::string& what) const {
    throw_table_damage(file_, reader_.line(), what);
  }

  void read_header(const std::vector<std::string>& header) {
    const auto place = [&](std::string_view name) {
      return static_cast<size_t>(std::find(header.begin(), header.end(), name) - header.begin());
    };
    at_.width = header.size();
    for (const auto& [name, column] : kNeeded) {
      at_.*column = place(name);
      if (at_.*column == at_.width)
        damaged("found the columns " + header_text(header) + ", expected " + std::string(name) +
                " among them");
    }
    at_.epoch = place("epoch");
  }

  uint64_t index(const std::string& name, const std::string& cell, size_t end) const {
    const auto number = integer_cell(cell);
    if (!number || *number >= end)
      damaged(name + ": found '" + cell + "', expected a whole number below " +
              std::to_string(end));
    return *number;
  }

  // Null for a row of an epoch that a later one has replaced.
  ClassTables* of_last_epoch(const std::vector<std::string>& cells) {
    const uint64_t epoch =
        at_.epoch == at_.width ? 0 : index("epoch", cells[at_.epoch], UINT32_MAX);
    const std::string &run = cells[at_.run_id], &split = cells[at_.split];
    uint64_t& last = epochs_[run][split];
    if (epoch < last) return nullptr;
    ClassTables& tables = tables_[run][split];
    if (epoch > last) tables = {};
    last = epoch;
    return &tables;
  }

  void add(const std::vector<std::string>& cells) {
    const std::string &row = cells[at_.row], &column = cells[at_.column];
    const auto value = number_cell(cells[at_.value]);
    if (!value) damaged("value: found '" + cells[at_.value] + "', expected a number");
    ClassTables* const tables = of_last_epoch(cells);
    if (tables == nullptr) return;
    if (cells[at_.table] == "confusion") {
      const uint64_t label = index("row", row, kMostClasses);
      const uint64_t decision = index("column", column, kMostClasses);
      grow(tables->confusion, std::max(label, decision) + 1);
      tables->confusion[label][decision] = *value;
    } else if (cells[at_.table] == "reliability") {
      add_bin(tables->reliability[index("row", row, kReliabilityBins)], column, *value);
      tables->has_reliability = true;
    }
  }

  void add_bin(ReliabilityBin& bin, const std::string& name, double number) const {
    if (name == "rows")
      bin.rows = number;
    else if (name == "confidence")
      bin.confidence = number;
    else if (name == "accuracy")
      bin.accuracy = number;
    else
      damaged("column: found '" + name + "', expected rows, confidence or accuracy");
  }

  const std::filesystem::path& file_;
  CsvReader reader_;
  Columns at_;
  TablesOfRuns tables_;
  std::map<std::string, std::map<std::string, uint64_t>> epochs_;
};

void add_bins(const ClassTables& from, ClassTables& sums) {
  sums.has_reliability = sums.has_reliability || from.has_reliability;
  for (size_t b = 0; b < kReliabilityBins; ++b) {
    const ReliabilityBin& bin = from.reliability[b];
    if (bin.rows == 0) continue;  // its means are those of nothing
    sums.reliability[b].rows += bin.rows;
    sums.reliability[b].confidence += bin.rows * bin.confidence;
    sums.reliability[b].accuracy += bin.rows * bin.accuracy;
  }
}

}  // namespace

TablesOfRuns read_class_tables(const std::filesystem::path& file) {
  std::error_code unreadable;
  if (!std::filesystem::exists(file, unreadable)) return {};
  const auto text = read_whole_file(file);
  if (!text) throw_table_damage(file, 1, "the file cannot be read");
  return TablesReader(file, *text).read();
}

ClassTables pooled(const std::vector<const ClassTables*>& tables) {
  ClassTables sums;
  for (const ClassTables* from : tables) {
    grow(sums.confusion, from->confusion.size());
    for (size_t label = 0; label < from->confusion.size(); ++label)
      for (size_t decision = 0; decision < from->confusion.size(); ++decision)
        sums.confusion[label][decision] += from->confusion[label][decision];
    add_bins(*from, sums);
  }
  for (ReliabilityBin& bin : sums.reliability) {
    if (bin.rows == 0) continue;
    bin.confidence /= bin.rows;
    bin.accuracy /= bin.rows;
  }
  return sums;
}

}  // namespace logitbench
