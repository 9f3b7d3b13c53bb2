#include "core/analysis/comparison/all_pairs_tests.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

#include "core/analysis/comparison/paired_block.h"
#include "core/analysis/statistics/rank_tests.h"
#include "core/analysis/statistics/t_tests.h"

namespace logitbench {

AllPairsTests::AllPairsTests(const std::vector<ComparedGroup>& groups,
                             const std::vector<size_t>& which)
    : groups_(groups), kinds_(groups_of_equal_cells(groups, which)), values_(groups.size()) {
  for (const size_t group : which)
    for (const Repeat& repeat : groups[group].group.repeats) values_[group].push_back(repeat.value);
  for (size_t kind = 0; kind < kinds_.size(); ++kind)
    for (size_t place = 0; place < kinds_[kind].members.size(); ++place)
      parts_.push_back({kind, place});
}

// Calls paired(block) with the differences of up to PairedBlock::kPairs pairs, and
// unpaired(values, values of the later one) for each other pair, none of which is too small.
template <class Paired, class Unpaired>
void AllPairsTests::each_later(const Part& part, Paired&& paired, Unpaired&& unpaired) const {
  const GroupValues& own = kinds_[part.kind];
  const size_t group = own.members[part.place];
  for (const GroupValues& others : kinds_) {
    const std::vector<size_t>& members = others.members;
    const auto later = std::upper_bound(members.begin(), members.end(), group) - members.begin();
    auto next = static_cast<size_t>(later);
    if (next == members.size()) continue;
    const SeedPairs pairs = seed_pairs(groups_[group], groups_[members[next]]);
    if (pairs.of == SeedPairs::Of::nothing) {
      for (; next < members.size(); ++next) unpaired(values_[group], values_[members[next]]);
      continue;
    }
    if (pairs.seeds() < kLeastRepeats) continue;
    const bool of_cells = pairs.of == SeedPairs::Of::cells;
    const double* own_values = (of_cells ? own.of_cells : own.of_repeats).data();
    const double* values = (of_cells ? others.of_cells : others.of_repeats).data();
    PairedBlock block(pairs);
    for (; next < members.size(); next += PairedBlock::kPairs) {
      block.subtract(own_values + part.place, own.members.size(), values + next, members.size(),
                     std::min(PairedBlock::kPairs, members.size() - next));
      paired(block, pairs.seeds());
    }
  }
}

void AllPairsTests::t_tests(size_t part, TestSink& sink) const {
  each_later(
      parts_[part],
      [&](PairedBlock& block, size_t seeds) { sink.add_t(seeds - 1, block.t_sizes()); },
      [&](const std::vector<double>& values, const std::vector<double>& later) {
        const double p = welch_t_p(values, later);
        sink.add_p({&p, 1});
      });
}

CountedP AllPairsTests::rank_tests() const {
  tbb::enumerable_thread_specific<CountedP> counts;
  tbb::parallel_for(size_t{0}, parts_.size(), [&](size_t part) {
    CountedP& count = counts.local();
    each_later(
        parts_[part],
        [&](PairedBlock& block, size_t) {
          for (const double p : block.rank_p()) count.add(p, 1);
        },
        [&](const std::vector<double>& values, const std::vector<double>& later) {
          count.add(mann_whitney(values, later).p, 1);
        });
  });
  CountedP all;
  for (const CountedP& count : counts) all.add(count);
  return all;
}

}  // namespace logitbench
