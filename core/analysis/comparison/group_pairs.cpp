#include "core/analysis/comparison/group_pairs.h"

#include "core/analysis/comparison/seed_pairs.h"
#include "core/analysis/statistics/sample.h"

namespace logitbench {

namespace {

std::vector<double> values_of(const std::vector<Repeat>& repeats) {
  std::vector<double> values;
  for (const Repeat& repeat : repeats) values.push_back(repeat.value);
  return values;
}

// Of each seed the mean over its pairs.
template <class Entry>
std::vector<double> differences_of(const std::vector<Entry>& a, const std::vector<Entry>& b,
                                   const SeedPairs& paired) {
  std::vector<double> differences, of_seed;
  size_t next = 0;
  for (const size_t end : paired.seed_ends) {
    of_seed.clear();
    for (; next < end; ++next)
      of_seed.push_back(b[paired.pairs[next].second].value - a[paired.pairs[next].first].value);
    differences.push_back(mean_of(of_seed));
  }
  return differences;
}

}  // namespace

GroupPairs pair_groups(const ComparedGroup& a, const ComparedGroup& b) {
  const SeedPairs paired = seed_pairs(a, b);
  GroupPairs result;
  result.own_settings = paired.own_settings;
  result.paired = paired.of != SeedPairs::Of::nothing;
  switch (paired.of) {
    case SeedPairs::Of::cells:
      result.differences = differences_of(a.cells, b.cells, paired);
      result.without_partner = a.cells.size() + b.cells.size() - 2 * paired.pairs.size();
      break;
    case SeedPairs::Of::repeats:
      result.differences = differences_of(a.group.repeats, b.group.repeats, paired);
      break;
    case SeedPairs::Of::nothing:
      result.of_a = values_of(a.group.repeats);
      result.of_b = values_of(b.group.repeats);
      break;
  }
  return result;
}

TTest t_test_of(const GroupPairs& pairs) {
  return pairs.paired ? paired_t_test(pairs.differences, kConfidence)
                      : welch_t_test(pairs.of_a, pairs.of_b, kConfidence);
}

double t_test_p(const GroupPairs& pairs) {
  return pairs.paired ? paired_t_p(pairs.differences) : welch_t_p(pairs.of_a, pairs.of_b);
}

RankTest rank_test_of(const GroupPairs& pairs) {
  return pairs.paired ? wilcoxon_signed_rank(pairs.differences)
                      : mann_whitney(pairs.of_a, pairs.of_b);
}

}  // namespace logitbench
