#include "tools/logitbench/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace logitbench {

namespace {

bool is_number(const std::string& cell) {
  if (cell.empty() || cell == "nan" || cell == "inf" || cell == "-inf") return true;
  return std::all_of(cell.begin(), cell.end(), [](unsigned char c) {
    return std::isdigit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == ',';
  });
}

}  // namespace

void TextTable::print(std::ostream& out) const {
  const size_t columns = rows_.front().size();
  std::vector<size_t> width(columns, 0);
  std::vector<bool> numeric(columns, true);
  for (size_t r = 0; r < rows_.size(); ++r)
    for (size_t c = 0; c < columns; ++c) {
      width[c] = std::max(width[c], rows_[r][c].size());
      if (r > 0 && !is_number(rows_[r][c])) numeric[c] = false;
    }
  for (const auto& row : rows_) {
    std::string line;
    for (size_t c = 0; c < columns; ++c) {
      line += c == 0 ? "" : "  ";
      line += numeric[c] ? fmt::format("{:>{}}", row[c], width[c])
                         : fmt::format("{:<{}}", row[c], width[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

}  // namespace logitbench
