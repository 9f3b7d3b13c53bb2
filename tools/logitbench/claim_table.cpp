#include "tools/logitbench/claim_table.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/analysis/expectation_text.h"
#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

constexpr size_t kColumns = 6;
constexpr const char* kGap = "  ";
constexpr size_t kGapWidth = 2;
constexpr size_t kNoteIndent = 4;
constexpr const char* kNotebook = "notebook ";
constexpr const char* kNotebooks = "notebooks ";

using Cells = std::array<std::string, kColumns>;

// In the order in which they are narrowed where the table is too wide, with the least width.
struct Shrinkable {
  size_t column;
  size_t least;
};
constexpr Shrinkable kShrinkable[] = {{1, 18}, {5, 11}, {4, 9}, {3, 10}, {2, 9}, {0, 8}};

// Where the claims are of notebooks, the column says so and the cells need not.
bool of_notebooks(const std::vector<ClaimRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const ClaimRow& row) {
    return row.expectation->source.starts_with(kNotebook);
  });
}

std::string without(const char* prefix, const std::string& text) {
  return text.starts_with(prefix) ? text.substr(std::strlen(prefix)) : text;
}

Cells header_of(bool notebooks) {
  return {
      notebooks ? "notebook" : "source", "quantity", "its value", "ours", "tolerance", "verdict"};
}

Cells cells_of(const ClaimRow& row, bool notebooks) {
  const Expectation& expectation = *row.expectation;
  return {
      notebooks ? without(kNotebooks, without(kNotebook, expectation.source)) : expectation.source,
      quantity_text(row),
      expected_text(expectation, row.result->element),
      ours_text(row),
      without("in the ", tolerance_text(expectation)),
      verdict_text(row)};
}

size_t total(const std::array<size_t, kColumns>& width) {
  size_t sum = kGapWidth * (kColumns - 1);
  for (const size_t w : width) sum += w;
  return sum;
}

std::array<size_t, kColumns> widths(const std::vector<Cells>& rows, size_t columns) {
  std::array<size_t, kColumns> width{};
  for (const Cells& row : rows)
    for (size_t c = 0; c < kColumns; ++c) width[c] = std::max(width[c], text_width(row[c]));
  for (const Shrinkable& cut : kShrinkable) {
    const size_t excess = total(width) > columns ? total(width) - columns : 0;
    const size_t spare = width[cut.column] > cut.least ? width[cut.column] - cut.least : 0;
    width[cut.column] -= std::min(excess, spare);
  }
  return width;
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// A row's lines, each cell wrapped to its column.
std::vector<std::string> lines_of(const Cells& row, const std::array<size_t, kColumns>& width) {
  std::array<std::vector<std::string>, kColumns> cells;
  size_t height = 1;
  for (size_t c = 0; c < kColumns; ++c) {
    cells[c] = wrapped_lines(row[c], width[c]);
    height = std::max(height, cells[c].size());
  }
  std::vector<std::string> lines;
  for (size_t l = 0; l < height; ++l) {
    std::string line;
    for (size_t c = 0; c < kColumns; ++c)
      line += (c == 0 ? "" : kGap) + padded(l < cells[c].size() ? cells[c][l] : "", width[c]);
    lines.push_back(without_trailing_spaces(line));
  }
  return lines;
}

std::string markdown_cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '|' || c == '*' || c == '_' || c == '<') result += '\\';
    result += c;
  }
  return result;
}

}  // namespace

void print_claims(const std::vector<ClaimRow>& rows, size_t columns, std::ostream& out) {
  if (rows.empty()) return;
  const bool notebooks = of_notebooks(rows);
  std::vector<Cells> cells{header_of(notebooks)};
  for (const ClaimRow& row : rows) cells.push_back(cells_of(row, notebooks));
  const std::array<size_t, kColumns> width = widths(cells, columns);
  for (const std::string& line : lines_of(cells[0], width)) out << line << '\n';
  for (size_t r = 0; r < rows.size(); ++r) {
    std::vector<std::string> lines = lines_of(cells[r + 1], width);
    const std::string& note = rows[r].expectation->note;
    const bool fits = total(width) + kGapWidth + text_width(note) <= columns;
    if (fits && !note.empty()) lines[0] = padded(lines[0], total(width)) + kGap + note;
    for (const std::string& line : lines) out << line << '\n';
    if (fits || note.empty()) continue;
    for (const std::string& line :
         wrapped_lines(note, columns - std::min(columns - 1, kNoteIndent)))
      out << std::string(kNoteIndent, ' ') << line << '\n';
  }
}

void print_claims_markdown(const std::vector<ClaimRow>& rows, std::ostream& out) {
  const bool notebooks = of_notebooks(rows);
  const auto print = [&](const Cells& cells, const std::string& note) {
    out << '|';
    for (const std::string& cell : cells) out << ' ' << markdown_cell(cell) << " |";
    out << ' ' << markdown_cell(note) << " |\n";
  };
  print(header_of(notebooks), "note");
  out << "|---|---|---|---|---|---|---|\n";
  for (const ClaimRow& row : rows) print(cells_of(row, notebooks), row.expectation->note);
}

}  // namespace logitbench
