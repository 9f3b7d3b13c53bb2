// A CSV file that a person may have written: commas, quotes as in RFC 4180, LF or CR LF.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/config/config_node.h"

namespace logitbench {

struct CsvCell {
  std::string text;
  Location at;
};

class CsvCells {
 public:
  // `start` is the source, line 0. The text must outlive this.
  CsvCells(std::string_view text, const Location& start) : text_(text), start_(start) {}

  // The next line that is not blank; false at the end. Throws ConfigError for a quote that is never
  // closed, or one within a cell.
  bool next(std::vector<CsvCell>& cells);

 private:
  Location here() const;
  CsvCell cell();
  void take_quoted(CsvCell& cell);
  bool at_line_end() const;
  void skip_blank_lines();

  std::string_view text_;
  Location start_;
  size_t at_ = 0;
  size_t line_start_ = 0;
  int line_ = 1;
};

}  // namespace logitbench
