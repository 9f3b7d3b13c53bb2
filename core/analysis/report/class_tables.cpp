#include "core/analysis/report/class_tables.h"

#include <algorithm>
#include <cstdint>

#include "core/analysis/tables/table_damage.h"
#include "core/record/csv_reader.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace {

constexpr std::array<std::string_view, 7> kColumns = {"run_id", "epoch",  "split", "table",
                                                      "row",    "column", "value"};
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
    if (!std::equal(cells.begin(), cells.end(), kColumns.begin(), kColumns.end()))
      damaged("found the columns " + header_text(cells) + ", expected " + header_text(kColumns));
    while (reader_.next(cells)) {
      if (reader_.is_cut()) damaged(kCutLine);
      if (cells.size() != kColumns.size())
        damaged("found " + std::to_string(cells.size()) + " cells, expected " +
                std::to_string(kColumns.size()));
      add(cells);
    }
    return std::move(tables_);
  }

 private:
  [[noreturn]] void damaged(const std::string& what) const {
    throw_table_damage(file_, reader_.line(), what);
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
    const uint64_t epoch = index("epoch", cells[1], UINT32_MAX);
    uint64_t& last = epochs_[cells[0]][cells[2]];
    if (epoch < last) return nullptr;
    ClassTables& tables = tables_[cells[0]][cells[2]];
    if (epoch > last) tables = {};
    last = epoch;
    return &tables;
  }

  void add(const std::vector<std::string>& cells) {
    ClassTables* const tables = of_last_epoch(cells);
    const auto value = number_cell(cells[6]);
    if (!value) damaged("value: found '" + cells[6] + "', expected a number");
    if (tables == nullptr) return;
    if (cells[3] == "confusion") {
      const uint64_t label = index("row", cells[4], kMostClasses);
      const uint64_t decision = index("column", cells[5], kMostClasses);
      grow(tables->confusion, std::max(label, decision) + 1);
      tables->confusion[label][decision] = *value;
    } else if (cells[3] == "reliability") {
      add_bin(tables->reliability[index("row", cells[4], kReliabilityBins)], cells[5], *value);
      tables->has_reliability = true;
    }
  }

  void add_bin(ReliabilityBin& bin, const std::string& column, double value) const {
    if (column == "rows")
      bin.rows = value;
    else if (column == "confidence")
      bin.confidence = value;
    else if (column == "accuracy")
      bin.accuracy = value;
    else
      damaged("column: found '" + column + "', expected rows, confidence or accuracy");
  }

  const std::filesystem::path& file_;
  CsvReader reader_;
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
