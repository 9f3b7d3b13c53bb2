// Intervals without a distribution: the mean of the values drawn again and again, with replacement,
// from themselves. Of few values such an interval is too narrow (of five, by a tenth to a third);
// the t interval beside it is the one that decides. Source: Efron and Tibshirani, "An Introduction
// to the Bootstrap", 1993, chapter 13.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/analysis/judge.h"

namespace logitbench {

struct BootstrapSettings {
  double confidence = 0.95;
  size_t resamples = 10000;
  // Draws depend on it alone (core/random/philox_stream.h): the same values, the same interval.
  uint64_t seed = 0;
};

// Percentile interval of the mean of at least one value: between the (1 ± confidence) / 2 quantiles
// of the resampled means, interpolated between neighbours. Thread safe.
Interval bootstrap_interval(std::span<const double> values, const BootstrapSettings& settings);

// Of mean(b) - mean(a), each resampled by itself.
Interval bootstrap_interval(std::span<const double> a, std::span<const double> b,
                            const BootstrapSettings& settings);

}  // namespace logitbench
