// What a handful of numbers say of themselves. All are finite. Pure functions.
#pragma once

#include <span>

#include "core/analysis/judge.h"

namespace logitbench {

// Of at least one value; never outside their range, so that equal values have their own value as
// mean.
double mean_of(std::span<const double> values);
// The middle one, or the mean of the middle two.
double median_of(std::span<const double> values);
// sqrt(sum (x - mean)² / (n - 1)), of at least two values.
double standard_deviation(std::span<const double> values);

// The quantile (1 + confidence) / 2 of Student's distribution: how many standard errors an interval
// reaches to each side.
double t_quantile(double degrees_of_freedom, double confidence);

// Of the mean, of at least two values: mean ± t sd / sqrt(n), n - 1 degrees of freedom. Takes the
// values for draws of a normal distribution.
Interval t_interval(std::span<const double> values, double confidence);

}  // namespace logitbench
