// Several runs' curves as one: where they lie at each epoch.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/analysis/judge.h"
#include "core/analysis/tables/curves.h"

namespace logitbench {

struct EpochBand {
  uint32_t epoch = 0;
  size_t values = 0;  // finite ones; the others are left out
  double mean = 0;
  Interval range;                    // from the least to the largest
  std::optional<Interval> interval;  // 95 % t interval of the mean, of two or more
};

// In ascending order, each epoch of any curve that has a finite value in one.
std::vector<EpochBand> epoch_bands(std::span<const Curve> curves);

}  // namespace logitbench
