#include "core/analysis/statistics/rank_tests.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace logitbench {

namespace {

struct Ranks {
  std::vector<double> of;  // 1 for the smallest; equal ones share the mean of theirs
  double tie_term = 0;     // sum of t³ - t over groups of t equal values
};

Ranks ranks_of(const std::vector<double>& values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t i, size_t j) { return values[i] < values[j]; });
  Ranks ranks{std::vector<double>(values.size()), 0};
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const auto tied = static_cast<double>(end - begin);
    for (size_t i = begin; i < end; ++i)
      ranks.of[order[i]] = (static_cast<double>(begin + end) + 1) / 2;
    ranks.tie_term += tied * tied * tied - tied;
    begin = end;
  }
  return ranks;
}

// Two-sided, of a sum that is a whole or half number: half a step nearer to the middle.
double normal_p(double sum, double mean, double variance) {
  if (variance <= 0) return 1;
  const double distance = std::max(std::abs(sum - mean) - 0.5, 0.0);
  return std::erfc(distance / std::sqrt(2 * variance));
}

// P(sum <= smaller), twice, where counts[s] of all equally likely cases have the sum s.
double counted_p(const std::vector<double>& counts, double smaller) {
  double below = 0, all = 0;
  for (size_t s = 0; s < counts.size(); ++s) {
    all += counts[s];
    if (static_cast<double>(s) <= smaller) below += counts[s];
  }
  return std::min(1.0, 2 * below / all);
}

// How many subsets of the ranks 1 .. n have the sum s.
std::vector<double> signed_rank_counts(size_t n) {
  std::vector<double> counts(n * (n + 1) / 2 + 1, 0.0);
  counts[0] = 1;
  size_t largest = 0;
  for (size_t rank = 1; rank <= n; ++rank) {
    largest += rank;
    for (size_t s = largest; s >= rank; --s) counts[s] += counts[s - rank];
  }
  return counts;
}

// How many ways to mix n numbers with m others have U = u: the coefficients of the Gaussian
// binomial, prod (1 - q^(n+i)) / (1 - q^i) over i = 1 .. m.
std::vector<double> rank_sum_counts(size_t n, size_t m) {
  std::vector<double> counts(n * m + 1, 0.0);
  counts[0] = 1;
  for (size_t i = 1; i <= m; ++i) {
    for (size_t u = counts.size(); u-- > n + i;) counts[u] -= counts[u - n - i];
    for (size_t u = i; u < counts.size(); ++u) counts[u] += counts[u - i];
  }
  return counts;
}

}  // namespace

RankTest wilcoxon_signed_rank(std::span<const double> differences) {
  std::vector<double> sizes;
  std::vector<bool> positive;
  for (const double difference : differences)
    if (difference != 0) {
      sizes.push_back(std::abs(difference));
      positive.push_back(difference > 0);
    }
  const size_t n = sizes.size();
  if (n == 0) return {};
  const Ranks ranks = ranks_of(sizes);
  double up = 0, down = 0;
  for (size_t i = 0; i < n; ++i) (positive[i] ? up : down) += ranks.of[i];
  const double smaller = std::min(up, down);
  const bool exact = n <= kMostPairsCounted && ranks.tie_term == 0 && n == differences.size();
  if (exact) return {smaller, counted_p(signed_rank_counts(n), smaller), true};
  const auto count = static_cast<double>(n);
  const double mean = count * (count + 1) / 4;
  const double variance = count * (count + 1) * (2 * count + 1) / 24 - ranks.tie_term / 48;
  return {smaller, normal_p(smaller, mean, variance), false};
}

std::vector<double> wilcoxon_p_by_statistic(size_t pairs) {
  const std::vector<double> counts = signed_rank_counts(pairs);
  std::vector<double> p;
  for (size_t s = 0; s < counts.size(); ++s)
    p.push_back(counted_p(counts, static_cast<double>(std::min(s, counts.size() - 1 - s))));
  return p;
}

RankTest mann_whitney(std::span<const double> a, std::span<const double> b) {
  std::vector<double> all(a.begin(), a.end());
  all.insert(all.end(), b.begin(), b.end());
  const Ranks ranks = ranks_of(all);
  const auto n_a = static_cast<double>(a.size()), n_b = static_cast<double>(b.size());
  double sum = 0;
  for (size_t i = a.size(); i < all.size(); ++i) sum += ranks.of[i];
  const double u = sum - n_b * (n_b + 1) / 2;
  const bool exact = ranks.tie_term == 0 && std::max(a.size(), b.size()) <= kMostRanksCounted;
  if (exact)
    return {u, counted_p(rank_sum_counts(a.size(), b.size()), std::min(u, n_a * n_b - u)), true};
  const double n = n_a + n_b;
  const double variance = n_a * n_b / 12 * (n + 1 - ranks.tie_term / (n * (n - 1)));
  return {u, normal_p(u, n_a * n_b / 2, variance), false};
}

double least_mann_whitney_p(size_t a, size_t b) {
  double p = 2;
  for (size_t i = 1; i <= b; ++i) p *= static_cast<double>(i) / static_cast<double>(a + i);
  return p;
}

double least_wilcoxon_p(size_t pairs) { return std::ldexp(2.0, -static_cast<int>(pairs)); }

}  // namespace logitbench
