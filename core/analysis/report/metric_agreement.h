// Whether two metrics agree on which settings are better.
#pragma once

#include <optional>
#include <span>

namespace logitbench {

// Spearman's rank correlation of pairs, ties by their mean rank: 1 where both order them alike, -1
// where one has the reverse order. None of fewer than three pairs, or where either is constant. All
// are finite and both of one length.
std::optional<double> rank_correlation(std::span<const double> a, std::span<const double> b);

}  // namespace logitbench
