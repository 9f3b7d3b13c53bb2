// Tests that look at the order of the numbers alone, whatever their distribution. Two-sided. Exact
// by counting where there are no ties and few numbers; otherwise the normal approximation with the
// correction for ties and for continuity. Pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace logitbench {

struct RankTest {
  double statistic = 0;
  double p = 1;
  bool exact = true;
};

// Up to how many pairs, and how many numbers on either side, p is counted.
inline constexpr size_t kMostPairsCounted = 50;
inline constexpr size_t kMostRanksCounted = 20;

// Wilcoxon's signed-rank test: are the differences symmetric about 0? Differences of 0 are left
// out, as Wilcoxon did. The statistic is the smaller of the sums of ranks of the positive and of
// the negative ones. Without any difference p is 1.
RankTest wilcoxon_signed_rank(std::span<const double> differences);

// p of Wilcoxon's test by its statistic, 0 .. n (n + 1) / 2 (of either sign), of n pairs without
// ties and zeros; n at most kMostPairsCounted.
std::vector<double> wilcoxon_p_by_statistic(size_t pairs);

// Mann and Whitney's test: is a number of b as often above one of a as below? The statistic U is
// the number of pairs in which b is above a, equal ones by half.
RankTest mann_whitney(std::span<const double> a, std::span<const double> b);

// The least p that they can give for so many numbers, whatever these are: 2 / 2^n, and 2 over the
// number of ways to choose the one group from both.
double least_wilcoxon_p(size_t pairs);
double least_mann_whitney_p(size_t a, size_t b);

}  // namespace logitbench
