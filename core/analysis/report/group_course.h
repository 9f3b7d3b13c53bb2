// How a metric went in the runs of a group: where it began, where it ended, what went non-finite.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/analysis/comparison/epoch_bands.h"

namespace logitbench {

struct GroupCourse {
  std::optional<EpochBand> first;  // the first trained epoch, or the untrained network's where that
                                   // is all; none: no finite value
  std::optional<EpochBand> last;
  bool constant = false;  // every finite value of a trained epoch is the same number
  // Runs with a value that is NaN or infinite, and the epochs in which that began.
  size_t runs_not_finite = 0;
  uint32_t earliest_not_finite = 0, latest_not_finite = 0;
};

GroupCourse course_of(std::span<const Curve> curves);

}  // namespace logitbench
