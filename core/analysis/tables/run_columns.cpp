#include "core/analysis/tables/run_columns.h"

#include <logitbench/error.h>

#include <algorithm>
#include <set>

#include "core/analysis/tables/table_damage.h"
#include "core/record/csv_reader.h"
#include "core/record/tables.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace {

class RunsReader {
 public:
  RunsReader(const std::filesystem::path& file, const std::string& text)
      : file_(file), reader_(text) {}

  RunColumns read() {
    if (!reader_.next(header_)) damaged(1, "the file is empty");
    read_header();
    for (std::vector<std::string> cells; reader_.next(cells);) {
      if (reader_.is_cut()) damaged(reader_.line(), kCutLine);
      add(cells);
    }
    return std::move(runs_);
  }

 private:
  [[noreturn]] void damaged(size_t line, const std::string& what) const {
    throw_table_damage(file_, line, what);
  }

  void read_header() {
    const auto& first = kRunsFirstColumns;
    const std::vector<std::string> last = last_columns_of(header_);
    if (header_.size() < first.size() + last.size() ||
        !std::equal(first.begin(), first.end(), header_.begin()) ||
        !std::equal(last.rbegin(), last.rend(), header_.rbegin()))
      damaged(1, "found the columns " + header_text(header_) + ", expected " + header_text(first) +
                     ",...," + header_text(last));
    const auto end = header_.end() - static_cast<std::ptrdiff_t>(last.size());
    const auto is_value = [](const std::string& name) {
      return name.starts_with(kFinalPrefix) || name.starts_with(kBestPrefix);
    };
    const auto values = std::find_if(header_.begin() + first.size(), end, is_value);
    for (auto name = header_.begin() + first.size(); name != values; ++name)
      runs_.keys.push_back({*name, {}});
    for (auto name = values; name != end; ++name) {
      if (!is_value(*name))
        damaged(1, "found the column " + *name + " behind " + *values + ", expected " +
                       std::string(kFinalPrefix) + "<split>.<metric> or " +
                       std::string(kBestPrefix) + "<split>.<metric>");
      runs_.values.push_back({*name, {}});
    }
  }

  void add(const std::vector<std::string>& cells) {
    const size_t line = reader_.line();
    if (cells.size() != header_.size())
      damaged(line, "found " + std::to_string(cells.size()) + " cells, expected " +
                        std::to_string(header_.size()) + ", as many as columns");
    if (!seen_.insert(cells[0]).second) damaged(line, "the run " + cells[0] + " is there twice");
    const std::optional<RunStatus> status = run_status_from(cells[1]);
    if (!status) damaged(line, "status: found '" + cells[1] + "', expected completed or the like");
    const std::optional<uint64_t> seed = integer_cell(cells[2]);
    if (!seed) damaged(line, "seed: found '" + cells[2] + "', expected a whole number");
    runs_.run_ids.push_back(cells[0]);
    runs_.status.push_back(*status);
    runs_.seeds.push_back(*seed);
    size_t c = kRunsFirstColumns.size();
    for (RunColumns::Key& key : runs_.keys) key.values.push_back(cells[c++]);
    for (RunColumns::Value& value : runs_.values) {
      const std::string& cell = cells[c++];
      value.values.push_back(number_cell(cell));
      if (!cell.empty() && !value.values.back())
        damaged(line, value.name + ": found '" + cell + "', expected a number, or nothing");
    }
  }

  const std::filesystem::path& file_;
  CsvReader reader_;
  std::vector<std::string> header_;
  std::set<std::string> seen_;
  RunColumns runs_;
};

}  // namespace

const RunColumns::Value* RunColumns::find_value(std::string_view name) const {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const Value& value) { return value.name == name; });
  return found == values.end() ? nullptr : &*found;
}

RunColumns read_run_columns(const std::filesystem::path& file) {
  const std::optional<std::string> text = read_whole_file(file);
  if (!text) throw DataError(file.string() + " is not there, or cannot be read");
  return RunsReader(file, *text).read();
}

}  // namespace logitbench
