// Whether two metrics agree on which settings are better.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace logitbench {

// Spearman's rank correlation of pairs, ties by their mean rank: 1 where both order them alike, -1
// where one has the reverse order. None of fewer than three pairs, or where either is constant. All
// are finite and both of one length.
std::optional<double> rank_correlation(std::span<const double> a, std::span<const double> b);

// Of a correlation of so many pairs, five at least: how likely one at least as far from 0 is where
// the two have nothing to do with each other. Two-sided, by t = r sqrt((n - 2) / (1 - r²)) with
// n - 2 degrees of freedom, which is near enough from five pairs on.
inline constexpr size_t kLeastPairs = 5;
double rank_correlation_p(double correlation, size_t pairs);

}  // namespace logitbench
