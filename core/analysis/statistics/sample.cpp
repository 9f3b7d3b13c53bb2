#include "core/analysis/statistics/sample.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/analysis/statistics/students_t.h"

namespace logitbench {

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  const Interval range = observed_range(values);
  return std::clamp(sum / static_cast<double>(values.size()), range.low, range.high);
}

double median_of(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  if (sorted.size() % 2 == 1) return *middle;
  const double below = *std::max_element(sorted.begin(), middle);
  return below + (*middle - below) / 2;
}

double standard_deviation(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / (static_cast<double>(values.size()) - 1));
}

double t_quantile(double degrees_of_freedom, double confidence) {
  const StudentsT distribution(degrees_of_freedom);
  return boost::math::quantile(boost::math::complement(distribution, (1 - confidence) / 2));
}

Interval t_interval(std::span<const double> values, double confidence) {
  const auto n = static_cast<double>(values.size());
  const double mean = mean_of(values);
  const double half = t_quantile(n - 1, confidence) * standard_deviation(values) / std::sqrt(n);
  return {mean - half, mean + half};
}

}  // namespace logitbench
