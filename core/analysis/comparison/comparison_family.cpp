#include "core/analysis/comparison/comparison_family.h"

#include <logitbench/error.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

#include "core/analysis/comparison/all_pairs_tests.h"
#include "core/analysis/comparison/group_pairs.h"
#include "core/analysis/statistics/holm.h"
#include "core/analysis/statistics/many_tests.h"

namespace logitbench {

namespace {

using PerGroup = std::vector<std::optional<CorrectedP>>;

// No pair with another one has more repeats than the group itself.
bool can_be_told(const ComparedGroup& group) { return group.group.repeats.size() >= kLeastRepeats; }

// Each as it is when asked alone.
PerGroup tested_beside(size_t reference, const std::vector<ComparedGroup>& groups) {
  PerGroup p(groups.size());
  if (!can_be_told(groups[reference])) return p;
  tbb::parallel_for(size_t{0}, groups.size(), [&](size_t i) {
    if (i == reference || !can_be_told(groups[i])) return;
    const GroupPairs pairs =
        pair_groups(groups[std::min(i, reference)], groups[std::max(i, reference)]);
    if (pairs.repeats() >= kLeastRepeats) p[i] = {t_test_p(pairs), rank_test_of(pairs).p};
  });
  return p;
}

// What of each group there is, one after the other, and back.
std::vector<double> listed(const PerGroup& p, double CorrectedP::*which) {
  std::vector<double> list;
  for (const auto& of_group : p)
    if (of_group) list.push_back((*of_group).*which);
  return list;
}

void put_back(const std::vector<double>& list, double CorrectedP::*which, PerGroup& p) {
  auto next = list.begin();
  for (auto& of_group : p)
    if (of_group) (*of_group).*which = *next++;
}

void refuse_too_many(size_t groups, size_t most) {
  if (groups < 2 || (groups - 1) <= 2 * most / groups) return;
  throw ConfigError("compare: found " + std::to_string(groups) + " settings with " +
                    std::to_string(kLeastRepeats) + " seeds or more, which make " +
                    std::to_string(groups * (groups - 1) / 2) + " pairs; up to " +
                    std::to_string(most) +
                    " are tested to correct the best one's p for. Name the one to compare with, "
                    "--baseline, or compare by fewer keys, --by");
}

}  // namespace

ComparisonFamily pairs_with(size_t reference, const std::vector<ComparedGroup>& groups) {
  ComparisonFamily family{0, tested_beside(reference, groups)};
  for (const auto which : {&CorrectedP::t, &CorrectedP::rank}) {
    const std::vector<double> p = listed(family.beside_reference, which);
    family.tests = p.size();
    put_back(holm_corrected(p), which, family.beside_reference);
  }
  return family;
}

ComparisonFamily all_pairs(size_t reference, const std::vector<ComparedGroup>& groups,
                           size_t most) {
  std::vector<size_t> told;
  for (size_t i = 0; i < groups.size(); ++i)
    if (can_be_told(groups[i])) told.push_back(i);
  refuse_too_many(told.size(), most);
  PerGroup p = tested_beside(reference, groups);
  const AllPairsTests tests(groups, told);
  const auto t_tests = [&](size_t part, TestSink& sink) { tests.t_tests(part, sink); };
  put_back(holm_corrected_among(listed(p, &CorrectedP::t), tests.parts(), t_tests), &CorrectedP::t,
           p);
  const CountedP ranks = tests.rank_tests();
  put_back(holm_corrected_among(listed(p, &CorrectedP::rank), ranks), &CorrectedP::rank, p);
  return {ranks.size(), std::move(p)};
}

}  // namespace logitbench
