#include "core/analysis/statistics/needed_repeats.h"

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "core/analysis/statistics/sample.h"
#include "core/analysis/statistics/students_t.h"

namespace logitbench {

namespace {

constexpr uint64_t kMost = 1'000'000;
// From here on Student's distribution is the normal one to four digits of the power.
constexpr uint64_t kManyRepeats = 2000;

}  // namespace

double t_test_power(double effect, Design design, uint64_t repeats, double level) {
  const auto n = static_cast<double>(repeats);
  const bool paired = design == Design::paired;
  const double degrees = paired ? n - 1 : 2 * n - 2;
  const double shift = std::abs(effect) * std::sqrt(paired ? n : n / 2);
  // Further off both distributions end within double's range of 0 and 1.
  if (shift > 35) return 1;
  if (repeats >= kManyRepeats) {
    const boost::math::normal standard;
    const double edge = boost::math::quantile(boost::math::complement(standard, level / 2));
    return boost::math::cdf(standard, shift - edge) + boost::math::cdf(standard, -shift - edge);
  }
  const double edge = t_quantile(degrees, 1 - level);
  const boost::math::non_central_t_distribution<double, InDoubles> distribution(degrees, shift);
  return boost::math::cdf(boost::math::complement(distribution, edge)) +
         boost::math::cdf(distribution, -edge);
}

std::optional<uint64_t> needed_repeats(double effect, Design design, double level, double power) {
  if (!(std::abs(effect) > 0)) return std::nullopt;
  const auto enough = [&](uint64_t n) { return t_test_power(effect, design, n, level) >= power; };
  uint64_t too_few = 1, high = 2;
  while (!enough(high)) {
    if (high >= kMost) return std::nullopt;
    too_few = high;
    high = std::min(kMost, high * 2);
  }
  while (high - too_few > 1) {
    const uint64_t middle = too_few + (high - too_few) / 2;
    (enough(middle) ? high : too_few) = middle;
  }
  return high;
}

}  // namespace logitbench
