// A CSV table as text: RFC 4180 quoting where a cell needs it, LF line ends, one header.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace logitbench {

// A cell as it stands in the file: quoted where it holds a comma, a quote or a line break.
std::string csv_cell(std::string_view text);

class CsvWriter {
 public:
  explicit CsvWriter(const std::vector<std::string>& columns);
  // Throws std::logic_error if there are not as many cells as columns.
  void row(const std::vector<std::string>& cells);
  const std::string& text() const { return text_; }
  // What has been written since the last time.
  std::string take() { return std::exchange(text_, {}); }

 private:
  void line(const std::vector<std::string>& cells);

  size_t columns_;
  std::string text_;
};

}  // namespace logitbench
