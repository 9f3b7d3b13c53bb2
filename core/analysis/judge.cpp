#include "core/analysis/judge.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace logitbench {

namespace {

bool is_near(double value, double expected, const Wanted& wanted) {
  if (value == expected || (std::isnan(value) && std::isnan(expected))) return true;
  const double tolerance = wanted.relative ? wanted.within * std::abs(expected) : wanted.within;
  return std::isfinite(expected) && std::abs(value - expected) <= tolerance;
}

}  // namespace

Judgement judge(double value, std::optional<double> expected, const Wanted& wanted) {
  Judgement result{true, {}};
  if (expected) {
    result.met = is_near(value, *expected, wanted);
    result.difference = value == *expected ? 0.0 : value - *expected;
  }
  const auto against = [&](const std::optional<double>& bound, bool is_within) {
    if (!bound || is_within) return;
    result.met = false;
    result.difference = value - *bound;
  };
  against(wanted.at_least, wanted.at_least && value >= *wanted.at_least);
  against(wanted.at_most, wanted.at_most && value <= *wanted.at_most);
  if (result.difference && std::isnan(*result.difference)) result.difference.reset();
  return result;
}

Judgement judge(const Interval& observed, double expected) {
  if (observed.low <= expected && expected <= observed.high) return {true, {}};
  if (std::isnan(expected)) return {false, {}};
  return {false, (expected < observed.low ? observed.low : observed.high) - expected};
}

Interval observed_range(std::span<const double> values) {
  const auto [least, largest] = std::minmax_element(values.begin(), values.end());
  return {*least, *largest};
}

Interval prediction_interval(std::span<const double> values, double probability) {
  const Interval range = observed_range(values);
  if (range.low == range.high) return range;  // the mean of equal numbers may round off them
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += value / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const boost::math::students_t distribution(n - 1);
  const double t =
      boost::math::quantile(boost::math::complement(distribution, (1 - probability) / 2));
  const double half = t * std::sqrt(squares / (n - 1)) * std::sqrt(1 + 1 / n);
  return {mean - half, mean + half};
}

}  // namespace logitbench
