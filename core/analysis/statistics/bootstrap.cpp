#include "core/analysis/statistics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/analysis/statistics/quantile.h"
#include "core/random/philox_stream.h"

namespace logitbench {

namespace {

// Indices below n, from the words of one Philox stream in order.
class Draws {
 public:
  explicit Draws(uint64_t seed)
      : key_{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)} {}

  // The high half of word * n: each index is as likely as the others to n / 2^32.
  uint32_t below(size_t n) {
    if (used_ == words_.size()) {
      words_ = philox4x32_10({static_cast<uint32_t>(block_), static_cast<uint32_t>(block_ >> 32),
                              PhiloxStream::kBootstrap, 0},
                             key_);
      ++block_;
      used_ = 0;
    }
    return static_cast<uint32_t>((uint64_t{words_[used_++]} * n) >> 32);
  }

 private:
  std::array<uint32_t, 2> key_;
  uint64_t block_ = 0;
  std::array<uint32_t, 4> words_{};
  size_t used_ = 4;
};

// What is drawn of a and b values: the same for all groups of these sizes.
struct Resampling {
  uint64_t seed = 0;
  size_t resamples = 0, of_a = 0, of_b = 0;
  bool operator==(const Resampling&) const = default;
};

// Up to how many values a thread keeps what it drew last: 2.5 MB at 10,000 resamples. Of thousands
// of groups most have as many values as the one before.
constexpr size_t kMostValuesKept = 64;

// Draws over again what was drawn before.
class KeptDraws {
 public:
  explicit KeptDraws(const Resampling& wanted) {
    thread_local Resampling of;
    thread_local std::vector<uint32_t> drawn;
    if (!(of == wanted)) {
      Draws draws(wanted.seed);
      of = {};  // where there is no memory for what is wanted, nothing is kept
      drawn.clear();
      drawn.reserve(wanted.resamples * (wanted.of_a + wanted.of_b));
      for (size_t r = 0; r < wanted.resamples; ++r) {
        for (size_t i = 0; i < wanted.of_a; ++i) drawn.push_back(draws.below(wanted.of_a));
        for (size_t i = 0; i < wanted.of_b; ++i) drawn.push_back(draws.below(wanted.of_b));
      }
      of = wanted;
    }
    next_ = drawn.data();
  }
  uint32_t below(size_t) { return *next_++; }

 private:
  const uint32_t* next_;
};

template <class AnyDraws>
double mean_of_resample(AnyDraws& draws, std::span<const double> values) {
  double sum = 0;
  for (size_t i = 0; i < values.size(); ++i) sum += values[draws.below(values.size())];
  return sum / static_cast<double>(values.size());
}

template <class AnyDraws, class Resample>
std::vector<double> resampled(const BootstrapSettings& settings, AnyDraws draws,
                              Resample&& resample) {
  std::vector<double> means(settings.resamples);
  for (double& mean : means) mean = resample(draws);
  return means;
}

template <class Resample>
Interval percentile_interval(const BootstrapSettings& settings, size_t of_a, size_t of_b,
                             Resample&& resample) {
  const std::vector<double> means =
      of_a + of_b <= kMostValuesKept
          ? resampled(settings, KeptDraws({settings.seed, settings.resamples, of_a, of_b}),
                      resample)
          : resampled(settings, Draws(settings.seed), resample);
  const double tail = (1 - settings.confidence) / 2;
  return {quantile_of(means, tail), quantile_of(means, 1 - tail)};
}

bool all_equal(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [&](double v) { return v == values[0]; });
}

}  // namespace

Interval bootstrap_interval(std::span<const double> values, const BootstrapSettings& settings) {
  if (all_equal(values)) return {values[0], values[0]};  // their mean may round off them
  return percentile_interval(settings, values.size(), 0,
                             [&](auto& draws) { return mean_of_resample(draws, values); });
}

Interval bootstrap_interval(std::span<const double> a, std::span<const double> b,
                            const BootstrapSettings& settings) {
  if (all_equal(a) && all_equal(b)) return {b[0] - a[0], b[0] - a[0]};
  return percentile_interval(settings, a.size(), b.size(), [&](auto& draws) {
    const double of_a = mean_of_resample(draws, a);
    return mean_of_resample(draws, b) - of_a;
  });
}

}  // namespace logitbench
