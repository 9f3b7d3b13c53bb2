// Whether two runs recorded the same numbers to the last bit, and if not, where they part.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/analysis/runs/run_record.h"

namespace logitbench {

struct CurveDifference {
  struct Point {
    uint64_t epoch = 0;
    SeriesName series;
    double a = 0, b = 0;
  };

  size_t compared = 0;         // values that both have: of the same series and epoch
  size_t differing = 0;        // of these
  std::optional<Point> first;  // by epoch, then as a has its series; none: no value differs
  std::vector<SeriesName> only_a, only_b;              // series that the other has not
  std::optional<uint64_t> last_epoch_a, last_epoch_b;  // none: nothing is recorded

  // All that is recorded, of both, is the same.
  bool is_same() const {
    return compared > 0 && differing == 0 && only_a.empty() && only_b.empty() && same_epochs;
  }
  bool same_epochs = true;  // of the series of both
};

// Values are the same as same_number() has it (core/record/same_number.h).
CurveDifference curve_difference(const RunRecord& a, const RunRecord& b);

}  // namespace logitbench
