// A CSV file of results, line by line: commas, LF, RFC 4180 quotes, as record/csv_writer.h writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

// The text must outlive the reader.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {}

  // The next line's cells; false at the end. A carriage return before the LF is left out.
  bool next(std::vector<std::string>& cells);
  size_t line() const { return line_; }  // of the cells given last, from 1; where they begin
  // Of all lines so far: the text ends within a line or within quotes.
  bool is_cut() const { return cut_; }
  // The first line with a line end that is not LF alone; 0: none.
  size_t other_line_end() const { return other_line_end_; }

 private:
  std::string_view rest_;
  size_t line_ = 0;
  size_t next_line_ = 1;
  bool cut_ = false;
  size_t other_line_end_ = 0;
};

// Digits alone, at most 64 bits.
std::optional<uint64_t> integer_cell(std::string_view cell);
// A number as record/number_text.h writes them: nan, inf and -inf among them.
std::optional<double> number_cell(std::string_view cell);

}  // namespace logitbench
