#include "core/analysis/comparison/comparison_family.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <tuple>

#include "core/analysis/comparison/group_pairs.h"
#include "core/analysis/statistics/holm.h"

namespace logitbench {

namespace {

// No pair with another one has more repeats than the group itself.
bool can_be_told(const ComparedGroup& group) { return group.group.repeats.size() >= kLeastRepeats; }

bool before(const ComparisonFamily::Pair& x, const ComparisonFamily::Pair& y) {
  return std::tie(x.a, x.b) < std::tie(y.a, y.b);
}

}  // namespace

ComparisonFamily::ComparisonFamily(const std::vector<ComparedGroup>& groups,
                                   std::vector<Pair> pairs)
    : pairs_(std::move(pairs)) {
  std::vector<char> tested(pairs_.size(), 0);
  tbb::parallel_for(size_t{0}, pairs_.size(), [&](size_t i) {
    const GroupPairs beside = pair_groups(groups[pairs_[i].a], groups[pairs_[i].b]);
    if (beside.repeats() < kLeastRepeats) return;
    pairs_[i].p = {t_test_p(beside), rank_test_of(beside).p};
    tested[i] = 1;
  });
  size_t kept = 0;
  for (size_t i = 0; i < pairs_.size(); ++i)
    if (tested[i] != 0) pairs_[kept++] = pairs_[i];
  pairs_.resize(kept);

  std::vector<double> t, rank;
  for (const Pair& pair : pairs_) {
    t.push_back(pair.p.t);
    rank.push_back(pair.p.rank);
  }
  t = holm_corrected(t);
  rank = holm_corrected(rank);
  for (size_t i = 0; i < pairs_.size(); ++i) pairs_[i].p = {t[i], rank[i]};
}

std::optional<CorrectedP> ComparisonFamily::find(size_t group, size_t other) const {
  const Pair wanted{std::min(group, other), std::max(group, other), {}};
  const auto found = std::lower_bound(pairs_.begin(), pairs_.end(), wanted, before);
  if (found == pairs_.end() || before(wanted, *found)) return std::nullopt;
  return found->p;
}

ComparisonFamily pairs_with(size_t reference, const std::vector<ComparedGroup>& groups) {
  std::vector<ComparisonFamily::Pair> pairs;
  for (size_t i = 0; i < groups.size(); ++i)
    if (i != reference && can_be_told(groups[i]) && can_be_told(groups[reference]))
      pairs.push_back({std::min(i, reference), std::max(i, reference), {}});
  std::sort(pairs.begin(), pairs.end(), before);
  return {groups, std::move(pairs)};
}

ComparisonFamily all_pairs(const std::vector<ComparedGroup>& groups) {
  std::vector<ComparisonFamily::Pair> pairs;
  for (size_t a = 0; a < groups.size(); ++a)
    for (size_t b = a + 1; b < groups.size(); ++b)
      if (can_be_told(groups[a]) && can_be_told(groups[b])) pairs.push_back({a, b, {}});
  return {groups, std::move(pairs)};
}

}  // namespace logitbench
