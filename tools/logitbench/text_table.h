// A table in plain text: columns as wide as their widest cell, numbers to the right.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace logitbench {

// In place of a number that is not there.
inline constexpr const char* kMissing = "missing";

class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} {}
  // As many cells as the header has, UTF-8.
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }

  void print(std::ostream& out) const;
  // At most so many characters wide, where columns of text can be made narrow enough: their cells
  // then go over several lines.
  void print(std::ostream& out, size_t columns) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace logitbench
