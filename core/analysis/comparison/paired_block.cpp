#include "core/analysis/comparison/paired_block.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/statistics/rank_tests.h"

namespace logitbench {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// In each lane what mean_of() does: a sum divided by its count, within the range of what was added.
class LaneMeans {
 public:
  LaneMeans() {
    sum_.fill(0);
    least_.fill(kInfinity);
    largest_.fill(-kInfinity);
  }
  void add(size_t lane, double value) {
    sum_[lane] += value;
    least_[lane] = std::min(least_[lane], value);
    largest_[lane] = std::max(largest_[lane], value);
  }
  double mean(size_t lane, double count) const {
    return std::min(std::max(sum_[lane] / count, least_[lane]), largest_[lane]);
  }

 private:
  std::array<double, PairedBlock::kPairs> sum_, least_, largest_;
};

}  // namespace

PairedBlock::PairedBlock(const SeedPairs& pairs) : pairs_(pairs), differences_(pairs.seeds()) {}

void PairedBlock::subtract(const double* own, size_t own_stride, const double* others,
                           size_t stride, size_t count) {
  count_ = count;
  size_t next = 0;
  for (size_t seed = 0; seed < differences_.size(); ++seed) {
    const size_t first = next;
    LaneMeans means;
    for (; next < pairs_.seed_ends[seed]; ++next) {
      const auto [of_own, of_others] = pairs_.pairs[next];
      const double value = own[of_own * own_stride];
      const double* beside = others + of_others * stride;
      for (size_t i = 0; i < count; ++i) means.add(i, beside[i] - value);
    }
    const auto added = static_cast<double>(next - first);
    for (size_t i = 0; i < count; ++i) differences_[seed][i] = means.mean(i, added);
  }
}

std::span<const double> PairedBlock::t_sizes() {
  const auto n = static_cast<double>(differences_.size());
  const double root = std::sqrt(n);
  LaneMeans sums;
  for (const Lanes& of_seed : differences_)
    for (size_t i = 0; i < count_; ++i) sums.add(i, of_seed[i]);
  Lanes means, squares{};
  for (size_t i = 0; i < count_; ++i) means[i] = sums.mean(i, n);
  for (const Lanes& of_seed : differences_)
    for (size_t i = 0; i < count_; ++i)
      squares[i] += (of_seed[i] - means[i]) * (of_seed[i] - means[i]);
  for (size_t i = 0; i < count_; ++i) {
    const double size = std::abs(means[i]) / (std::sqrt(squares[i] / (n - 1)) / root);
    result_[i] = means[i] == 0 ? 0 : size;  // without a difference t is 0, where nothing varies too
  }
  return std::span(result_).first(count_);
}

// Wilcoxon's statistic is the number of sums of two differences, one with itself among them, that
// are above 0 (Tukey, 1949): without sorting, in all lanes alike. Ties and zeros are such sums, or
// differences, that are 0.
std::span<const double> PairedBlock::rank_p() {
  const size_t n = differences_.size();
  const bool counted = n <= kMostPairsCounted;
  if (counted && wilcoxon_p_.empty()) wilcoxon_p_ = wilcoxon_p_by_statistic(n);
  std::array<int64_t, kPairs> above{}, tied{};
  for (size_t s = 0; counted && s < n; ++s)
    for (size_t r = s; r < n; ++r) {
      const Lanes &x = differences_[s], &y = differences_[r];
      const int64_t two = r == s ? 0 : 1;
      for (size_t i = 0; i < count_; ++i) {
        above[i] += x[i] + y[i] > 0 ? 1 : 0;
        tied[i] += x[i] + y[i] == 0 ? 1 : 0;
        tied[i] += x[i] == y[i] ? two : 0;
      }
    }
  for (size_t i = 0; i < count_; ++i)
    result_[i] =
        counted && tied[i] == 0 ? wilcoxon_p_[static_cast<size_t>(above[i])] : sorted_rank_p(i);
  return std::span(result_).first(count_);
}

double PairedBlock::sorted_rank_p(size_t i) {
  of_one_.clear();
  for (const Lanes& of_seed : differences_) of_one_.push_back(of_seed[i]);
  return wilcoxon_signed_rank(of_one_).p;
}

}  // namespace logitbench
