// The tables that a run ends with, each counted in a pass over rows:
//   confusion    cell [label][decision]: how many rows
//   reliability  of each bin of reliability.h: rows, and their mean confidence and accuracy, NaN
//   where
//                there is no row. Its rows are the histogram of confidences. A row whose confidence
//                is NaN is in no bin.
// Names are declared in core/api/metric.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <logitbench/recorder.h>

#include "core/config/experiment.h"
#include "core/train/metrics.h"

namespace logitbench {

class CountedTable {
 public:
  virtual ~CountedTable() = default;
  virtual void clear() = 0;
  virtual void add(const ScoredBatch& batch) = 0;
  virtual ResultTable table() const = 0;  // without its split
};

// Null for a name that is no table's. `loss` must outlive it.
std::unique_ptr<CountedTable> make_table(const std::string& name, const Loss& loss, size_t classes);

// Those that a run asks for, in the order asked for. Holds what the last pass counted.
class TableSet {
 public:
  TableSet(const RunConfig& config, const Loss& loss, size_t classes);
  void clear();
  void add(const ScoredBatch& batch);
  std::vector<ResultTable> tables(const std::string& split) const;

 private:
  std::vector<std::unique_ptr<CountedTable>> tables_;
};

}  // namespace logitbench
