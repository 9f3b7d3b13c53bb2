// Numbers against what they should be.
#pragma once

#include <optional>
#include <span>

#include "core/config/expect.h"

namespace logitbench {

struct Judgement {
  bool met = false;
  // value - expected; for a bound or an interval, how far beyond it, else none. None too where it
  // is no number.
  std::optional<double> difference;
};

// `expected`: none for bounds. NaN equals NaN and is within no bounds and no distance.
Judgement judge(double value, std::optional<double> expected, const Wanted& wanted);

struct Interval {
  double low = 0;
  double high = 0;
};

// Whether what is expected lies inside. The difference is that of the nearest end to it.
Judgement judge(const Interval& observed, double expected);

// From the least to the largest. The values are finite and at least one.
Interval observed_range(std::span<const double> values);

// In which one more draw lies with this probability, where the n >= 2 values are draws of one
// normal distribution: mean ± t s sqrt(1 + 1/n), s the standard deviation with n - 1, t the
// quantile (1 + probability) / 2 of Student's distribution with n - 1 degrees of freedom.
Interval prediction_interval(std::span<const double> values, double probability);

}  // namespace logitbench
