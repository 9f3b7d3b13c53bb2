#include "tools/logitbench/text_table.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <numeric>

#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

bool is_number(const std::string& cell) {
  if (cell.empty() || cell == kMissing || cell == "nan" || cell == "inf" || cell == "-inf")
    return true;
  return std::all_of(cell.begin(), cell.end(), [](unsigned char c) {
    return std::isdigit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == ',';
  });
}

constexpr size_t kBetween = 2;     // blanks
constexpr size_t kNarrowest = 10;  // that a column of text is made

// Narrows the widest of the columns that may be until all of them fit, or none is left.
void fit(std::vector<size_t>& width, const std::vector<bool>& numeric, size_t columns) {
  const auto total = [&] {
    return std::accumulate(width.begin(), width.end(), kBetween * (width.size() - 1));
  };
  while (total() > columns) {
    size_t widest = width.size();
    for (size_t c = 0; c < width.size(); ++c)
      if (!numeric[c] && width[c] > kNarrowest &&
          (widest == width.size() || width[c] > width[widest]))
        widest = c;
    if (widest == width.size()) return;
    --width[widest];
  }
}

}  // namespace

void TextTable::print(std::ostream& out) const { print(out, std::numeric_limits<size_t>::max()); }

void TextTable::print(std::ostream& out, size_t columns) const {
  const size_t cells = rows_.front().size();
  std::vector<size_t> width(cells, 0);
  std::vector<bool> numeric(cells, true);
  for (size_t r = 0; r < rows_.size(); ++r)
    for (size_t c = 0; c < cells; ++c) {
      width[c] = std::max(width[c], text_width(rows_[r][c]));
      if (r > 0 && !is_number(rows_[r][c])) numeric[c] = false;
    }
  fit(width, numeric, columns);
  std::string line;
  for (const auto& row : rows_) {
    std::vector<std::vector<std::string>> parts;
    size_t lines = 1;
    for (size_t c = 0; c < cells; ++c) {
      parts.push_back(wrapped_lines(row[c], width[c]));
      lines = std::max(lines, parts.back().size());
    }
    for (size_t l = 0; l < lines; ++l) {
      line.clear();
      for (size_t c = 0; c < cells; ++c) {
        if (c > 0) line.append(kBetween, ' ');
        const std::string part = l < parts[c].size() ? parts[c][l] : "";
        const size_t blanks = width[c] - text_width(part);
        if (numeric[c]) line.append(blanks, ' ');
        line += part;
        if (!numeric[c]) line.append(blanks, ' ');
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out << line << '\n';
    }
  }
}

}  // namespace logitbench
