#include "core/analysis/statistics/quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/analysis/judge.h"

namespace logitbench {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr size_t kSampled = 256;

// Values between which the quantile lies, most likely: places of a sample of every n-th value, five
// of their standard deviations to either side.
Interval likely_range(std::span<const double> values, double share) {
  std::vector<double> sample;
  const size_t stride = values.size() / kSampled;
  for (size_t i = 0; i < kSampled; ++i) sample.push_back(values[i * stride]);
  std::sort(sample.begin(), sample.end());
  const double place = share * kSampled;
  const double reach = 5 * std::sqrt(place * (1 - share)) + 2;
  return {place - reach < 0 ? -kInfinity : sample[static_cast<size_t>(place - reach)],
          place + reach >= kSampled ? kInfinity : sample[static_cast<size_t>(place + reach)]};
}

// The quantile between the k-th of the values and the next.
double between(std::vector<double>& values, size_t k, double share_of_next) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(k);
  std::nth_element(values.begin(), at, values.end());
  if (at + 1 == values.end()) return *at;
  const double next = *std::min_element(at + 1, values.end());
  return *at + (next - *at) * share_of_next;
}

}  // namespace

double quantile_of(std::span<const double> values, double share) {
  const double place = share * static_cast<double>(values.size() - 1);
  const auto k = static_cast<size_t>(std::floor(place));
  const double share_of_next = place - static_cast<double>(k);
  if (values.size() >= 4 * kSampled) {
    const Interval range = likely_range(values, share);
    size_t below = 0, kept = 0;
    std::vector<double> within(values.size());
    for (const double value : values) {  // written always, kept where it counts: no branch to guess
      below += value < range.low ? 1 : 0;
      within[kept] = value;
      kept += value >= range.low && value <= range.high ? 1 : 0;
    }
    within.resize(kept);
    const bool is_last = k + 1 == values.size();
    if (below <= k && k + (is_last ? 0 : 1) < below + within.size())
      return between(within, k - below, share_of_next);
  }
  std::vector<double> all(values.begin(), values.end());
  return between(all, k, share_of_next);
}

}  // namespace logitbench
