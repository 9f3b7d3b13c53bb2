#include "core/analysis/statistics/t_tests.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "core/analysis/statistics/sample.h"

namespace logitbench {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double in_units(double difference, double unit) {
  if (difference == 0) return 0;
  return unit > 0 ? difference / unit : std::copysign(kInfinity, difference);
}

double two_sided_p(double t, double degrees_of_freedom) {
  if (std::isinf(t)) return 0;
  const boost::math::students_t distribution(degrees_of_freedom);
  return 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(t)));
}

TTest tested(double difference, double standard_error, double degrees_of_freedom, double confidence,
             double unit) {
  TTest test;
  test.difference = difference;
  test.degrees_of_freedom = degrees_of_freedom;
  const double half = t_quantile(degrees_of_freedom, confidence) * standard_error;
  test.interval = {difference - half, difference + half};
  test.t = in_units(difference, standard_error);
  test.p = two_sided_p(test.t, degrees_of_freedom);
  test.effect = in_units(difference, unit);
  return test;
}

}  // namespace

TTest paired_t_test(std::span<const double> differences, double confidence) {
  const auto n = static_cast<double>(differences.size());
  const double deviation = standard_deviation(differences);
  return tested(mean_of(differences), deviation / std::sqrt(n), n - 1, confidence, deviation);
}

TTest welch_t_test(std::span<const double> a, std::span<const double> b, double confidence) {
  const auto n_a = static_cast<double>(a.size()), n_b = static_cast<double>(b.size());
  const double variance_a = std::pow(standard_deviation(a), 2),
               variance_b = std::pow(standard_deviation(b), 2);
  const double part_a = variance_a / n_a, part_b = variance_b / n_b, sum = part_a + part_b;
  // Where nothing varies they do not matter.
  const double degrees =
      sum > 0 ? sum * sum / (part_a * part_a / (n_a - 1) + part_b * part_b / (n_b - 1))
              : n_a + n_b - 2;
  const double pooled =
      std::sqrt(((n_a - 1) * variance_a + (n_b - 1) * variance_b) / (n_a + n_b - 2));
  return tested(mean_of(b) - mean_of(a), std::sqrt(sum), degrees, confidence, pooled);
}

}  // namespace logitbench
