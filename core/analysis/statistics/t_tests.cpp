#include "core/analysis/statistics/t_tests.h"

#include <cmath>
#include <limits>

#include "core/analysis/statistics/sample.h"
#include "core/analysis/statistics/students_t.h"

namespace logitbench {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double in_units(double difference, double unit) {
  if (difference == 0) return 0;
  return unit > 0 ? difference / unit : std::copysign(kInfinity, difference);
}

// What both tests come down to.
struct Observed {
  double difference = 0, standard_error = 0, degrees_of_freedom = 0;
  double unit = 0;  // of the effect

  double t() const { return in_units(difference, standard_error); }
  double p() const { return two_sided_p(std::abs(t()), degrees_of_freedom); }
};

Observed observed(std::span<const double> differences) {
  const auto n = static_cast<double>(differences.size());
  const double deviation = standard_deviation(differences);
  return {mean_of(differences), deviation / std::sqrt(n), n - 1, deviation};
}

Observed observed(std::span<const double> a, std::span<const double> b) {
  const auto n_a = static_cast<double>(a.size()), n_b = static_cast<double>(b.size());
  const double deviation_a = standard_deviation(a), deviation_b = standard_deviation(b);
  const double variance_a = deviation_a * deviation_a, variance_b = deviation_b * deviation_b;
  const double part_a = variance_a / n_a, part_b = variance_b / n_b, sum = part_a + part_b;
  // Where nothing varies they do not matter.
  const double degrees =
      sum > 0 ? sum * sum / (part_a * part_a / (n_a - 1) + part_b * part_b / (n_b - 1))
              : n_a + n_b - 2;
  const double pooled =
      std::sqrt(((n_a - 1) * variance_a + (n_b - 1) * variance_b) / (n_a + n_b - 2));
  return {mean_of(b) - mean_of(a), std::sqrt(sum), degrees, pooled};
}

TTest tested(const Observed& seen, double confidence) {
  const double half = t_quantile(seen.degrees_of_freedom, confidence) * seen.standard_error;
  TTest test;
  test.difference = seen.difference;
  test.interval = {seen.difference - half, seen.difference + half};
  test.degrees_of_freedom = seen.degrees_of_freedom;
  test.t = seen.t();
  test.p = seen.p();
  test.effect = in_units(seen.difference, seen.unit);
  return test;
}

}  // namespace

TTest paired_t_test(std::span<const double> differences, double confidence) {
  return tested(observed(differences), confidence);
}

TTest welch_t_test(std::span<const double> a, std::span<const double> b, double confidence) {
  return tested(observed(a, b), confidence);
}

double paired_t_p(std::span<const double> differences) { return observed(differences).p(); }

double welch_t_p(std::span<const double> a, std::span<const double> b) {
  return observed(a, b).p();
}

double two_sided_p(double size, double degrees_of_freedom) {
  if (std::isinf(size)) return 0;
  const StudentsT distribution(degrees_of_freedom);
  return 2 * boost::math::cdf(boost::math::complement(distribution, size));
}

}  // namespace logitbench
