// Lists of cases: sweep.cases and sweep.include.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/sweep/sweep_section.h"

namespace logitbench {

// Throws ConfigError where the node is no list. `where`, for messages: sweep.cases.
const ConfigNode& list_of_maps(const ConfigNode& node, const std::string& where);

// Gives each cell of a case its key, a new one where there is none, and its value, each kept once.
class CaseReader {
 public:
  explicit CaseReader(std::vector<SweptKey>& keys) : keys_(keys) {}

  // A key without a value is not set in its case, as one that is left out, but takes its place
  // among the keys. Throws ConfigError.
  std::vector<SweepCase> read(const ConfigNode& list, const std::string& where);

 private:
  size_t key_index(const ConfigNode::Entry& entry, const std::string& where);
  size_t value_index(size_t key, const ConfigNode& value);

  std::vector<SweptKey>& keys_;
  std::map<std::string, size_t> index_;
  std::map<size_t, std::map<std::string, size_t>> values_;
};

}  // namespace logitbench
