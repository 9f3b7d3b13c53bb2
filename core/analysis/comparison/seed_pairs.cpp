#include "core/analysis/comparison/seed_pairs.h"

#include <algorithm>
#include <tuple>

namespace logitbench {

namespace {

using Cells = std::vector<GroupCell>;

bool share_settings(const Cells& a, const Cells& b) {
  return std::any_of(a.begin(), a.end(), [&](const GroupCell& cell) {
    return std::any_of(b.begin(), b.end(),
                       [&](const GroupCell& other) { return other.other == cell.other; });
  });
}

// Of two ascending lists the entries that are the same.
template <class Entry, class Key>
void pair_up(const std::vector<Entry>& a, const std::vector<Entry>& b, Key&& key,
             SeedPairs& result) {
  result.pairs.clear();
  result.seed_ends.clear();
  for (uint32_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const auto of_a = key(a[i]), of_b = key(b[j]);
    if (of_a == of_b) {
      if (!result.pairs.empty() && a[result.pairs.back().first].seed == a[i].seed)
        ++result.seed_ends.back();
      else
        result.seed_ends.push_back(static_cast<uint32_t>(result.pairs.size()) + 1);
      result.pairs.emplace_back(i, j);
    }
    i += of_a <= of_b ? 1 : 0;
    j += of_b <= of_a ? 1 : 0;
  }
}

}  // namespace

SeedPairs seed_pairs(const ComparedGroup& a, const ComparedGroup& b) {
  const size_t smaller = std::min(a.group.repeats.size(), b.group.repeats.size());
  const auto enough = [&](size_t shared) {
    return shared > 0 && (shared >= kLeastRepeats || shared == smaller);
  };
  SeedPairs result;
  pair_up(
      a.cells, b.cells, [](const GroupCell& cell) { return std::tie(cell.seed, cell.other); },
      result);
  if (enough(result.seeds())) {
    result.of = SeedPairs::Of::cells;
    return result;
  }
  result.own_settings = smaller > 0 && !share_settings(a.cells, b.cells);
  if (result.own_settings) {
    pair_up(
        a.group.repeats, b.group.repeats, [](const Repeat& repeat) { return repeat.seed; }, result);
    if (enough(result.seeds())) {
      result.of = SeedPairs::Of::repeats;
      return result;
    }
  }
  result.pairs.clear();
  result.seed_ends.clear();
  return result;
}

}  // namespace logitbench
