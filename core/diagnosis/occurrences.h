// One fault that was seen several times, as one finding.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/diagnosis/result_kinds.h"

namespace logitbench {

class Occurrences {
 public:
  // `detail` is a line of evidence; `run_id` may be empty.
  void add(std::string detail, const std::string& run_id = "");
  // Where a single occurrence is more precise than the file: its line.
  void add_at(std::string place, std::string detail, const std::string& run_id = "");

  size_t count() const { return count_; }

  // Nothing where there was none. The place is that of the first occurrence, if it has one; the
  // evidence the first few details and how many there are beside them.
  void report(const FindingKind& kind, const std::string& place, const std::string& what,
              const std::string& advice, std::vector<Finding>& findings) const;

 private:
  size_t count_ = 0;
  std::string first_place_;
  std::vector<std::string> details_;  // the first few
  std::vector<std::string> run_ids_;  // each once, as first seen
  std::set<std::string> seen_;
};

}  // namespace logitbench
