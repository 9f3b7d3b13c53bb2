#include "core/analysis/statistics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random/philox_stream.h"

namespace logitbench {

namespace {

// Indices below n, from the words of one Philox stream in order.
class Draws {
 public:
  explicit Draws(uint64_t seed)
      : key_{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)} {}

  // The high half of word * n: each index is as likely as the others to n / 2^32.
  size_t below(size_t n) {
    if (used_ == words_.size()) {
      words_ = philox4x32_10({static_cast<uint32_t>(block_), static_cast<uint32_t>(block_ >> 32),
                              PhiloxStream::kBootstrap, 0},
                             key_);
      ++block_;
      used_ = 0;
    }
    return static_cast<size_t>((uint64_t{words_[used_++]} * n) >> 32);
  }

  double mean_of_resample(std::span<const double> values) {
    double sum = 0;
    for (size_t i = 0; i < values.size(); ++i) sum += values[below(values.size())];
    return sum / static_cast<double>(values.size());
  }

 private:
  std::array<uint32_t, 2> key_;
  uint64_t block_ = 0;
  std::array<uint32_t, 4> words_{};
  size_t used_ = 4;
};

double quantile_of(std::vector<double>& values, double share) {
  const double place = share * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::ptrdiff_t>(std::floor(place));
  const auto at = values.begin() + low;
  std::nth_element(values.begin(), at, values.end());
  if (at + 1 == values.end()) return *at;
  const double next = *std::min_element(at + 1, values.end());
  return *at + (next - *at) * (place - static_cast<double>(low));
}

template <class Resample>
Interval percentile_interval(const BootstrapSettings& settings, Resample&& resample) {
  std::vector<double> means(settings.resamples);
  Draws draws(settings.seed);
  for (double& mean : means) mean = resample(draws);
  const double tail = (1 - settings.confidence) / 2;
  return {quantile_of(means, tail), quantile_of(means, 1 - tail)};
}

bool all_equal(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [&](double v) { return v == values[0]; });
}

}  // namespace

Interval bootstrap_interval(std::span<const double> values, const BootstrapSettings& settings) {
  if (all_equal(values)) return {values[0], values[0]};  // their mean may round off them
  return percentile_interval(settings,
                             [&](Draws& draws) { return draws.mean_of_resample(values); });
}

Interval bootstrap_interval(std::span<const double> a, std::span<const double> b,
                            const BootstrapSettings& settings) {
  if (all_equal(a) && all_equal(b)) return {b[0] - a[0], b[0] - a[0]};
  return percentile_interval(settings, [&](Draws& draws) {
    const double of_a = draws.mean_of_resample(a);
    return draws.mean_of_resample(b) - of_a;
  });
}

}  // namespace logitbench
