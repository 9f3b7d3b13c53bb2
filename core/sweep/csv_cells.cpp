#include "core/sweep/csv_cells.h"

#include "core/config/config_error.h"

namespace logitbench {

Location CsvCells::here() const {
  return {start_.source, line_, static_cast<int>(at_ - line_start_) + 1};
}

bool CsvCells::at_line_end() const {
  return at_ >= text_.size() || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n";
}

void CsvCells::skip_blank_lines() {
  while (at_ < text_.size()) {
    const size_t content = text_.find_first_not_of(" \t\r", at_);
    if (content == std::string_view::npos) at_ = text_.size();
    if (content == std::string_view::npos || text_[content] != '\n') return;
    at_ = line_start_ = content + 1;
    ++line_;
  }
}

bool CsvCells::next(std::vector<CsvCell>& cells) {
  cells.clear();
  skip_blank_lines();
  if (at_ >= text_.size()) return false;
  while (true) {
    cells.push_back(cell());
    if (at_line_end()) break;
    ++at_;  // the comma
  }
  at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
  line_start_ = at_;
  ++line_;
  return true;
}

CsvCell CsvCells::cell() {
  CsvCell result{"", here()};
  if (at_ < text_.size() && text_[at_] == '"') {
    take_quoted(result);
    return result;
  }
  while (!at_line_end() && text_[at_] != ',') {
    if (text_[at_] == '"')
      fail(here(),
           "found a quote within a cell, expected the whole cell in quotes, those in it "
           "doubled: \"a \"\"b\"\"\"");
    result.text += text_[at_++];
  }
  return result;
}

void CsvCells::take_quoted(CsvCell& cell) {
  for (++at_; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '"' && text_.substr(at_ + 1, 1) != "\"") {
      ++at_;
      if (!at_line_end() && text_[at_] != ',')
        fail(here(), "found text after a closing quote, expected a comma or the line's end");
      return;
    }
    if (c == '"') ++at_;
    cell.text += c;
    if (c == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
  }
  fail(cell.at, "found a quote that is never closed, expected a closing one");
}

}  // namespace logitbench
