#include "core/record/csv_reader.h"

#include <charconv>
#include <cmath>

namespace logitbench {

bool CsvReader::next(std::vector<std::string>& cells) {
  cells.clear();
  if (rest_.empty()) return false;
  line_ = next_line_;
  std::string cell;
  bool quoted = false, ended = false;
  size_t i = 0;
  for (; i < rest_.size() && !ended; ++i) {
    const char c = rest_[i];
    if (c == '\n') ++next_line_;
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < rest_.size() && rest_[i + 1] == '"') {
        cell += rest_[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',') {
      cells.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      ended = true;
    } else if (c == '\r' && (i + 1 == rest_.size() || rest_[i + 1] == '\n')) {
      if (other_line_end_ == 0) other_line_end_ = line_;
    } else {
      cell += c;
    }
  }
  cells.push_back(std::move(cell));
  cut_ = !ended;
  rest_.remove_prefix(i);
  return true;
}

std::optional<uint64_t> integer_cell(std::string_view cell) {
  uint64_t value = 0;
  const char* const end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(cell.data(), end, value);
  if (cell.empty() || stop != end || error != std::errc()) return std::nullopt;
  return value;
}

std::optional<double> number_cell(std::string_view cell) {
  double value = 0;
  const char* const end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(cell.data(), end, value);
  if (cell.empty() || stop != end || error != std::errc()) return std::nullopt;
  // from_chars takes Infinity, NAN(1) and the like, too.
  if (!std::isfinite(value) && cell != "nan" && cell != "inf" && cell != "-inf")
    return std::nullopt;
  return value;
}

}  // namespace logitbench
