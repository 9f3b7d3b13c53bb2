#include "tools/logitbench/text_table.h"

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
  std::string line;
  for (const auto& row : rows_) {
    line.clear();
    for (size_t c = 0; c < columns; ++c) {
      if (c > 0) line += "  ";
      const size_t blanks = width[c] - row[c].size();
      if (numeric[c]) line.append(blanks, ' ');
      line += row[c];
      if (!numeric[c]) line.append(blanks, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

}  // namespace logitbench
