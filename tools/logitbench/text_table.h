// A table in plain text: columns as wide as their widest cell, numbers to the right.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace logitbench {

class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }
  void print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace logitbench
