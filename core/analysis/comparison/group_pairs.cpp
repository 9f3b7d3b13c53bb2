#include "core/analysis/comparison/group_pairs.h"

#include <algorithm>

#include "core/analysis/statistics/sample.h"

namespace logitbench {

namespace {

using Cells = std::vector<GroupCell>;

size_t end_of_seed(const Cells& cells, size_t begin) {
  size_t end = begin;
  while (end < cells.size() && cells[end].seed == cells[begin].seed) ++end;
  return end;
}

// Calls f(begin and end in a, begin and end in b) for each seed that both have, ascending.
template <class F>
void each_shared_seed(const Cells& a, const Cells& b, F&& f) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].seed < b[j].seed) {
      i = end_of_seed(a, i);
    } else if (b[j].seed < a[i].seed) {
      j = end_of_seed(b, j);
    } else {
      const size_t i_end = end_of_seed(a, i), j_end = end_of_seed(b, j);
      f(i, i_end, j, j_end);
      i = i_end;
      j = j_end;
    }
  }
}

struct SharedPairs {
  std::vector<double> differences;  // a mean for each seed
  size_t pairs = 0;
};

SharedPairs pairs_of_equal_settings(const Cells& a, const Cells& b) {
  SharedPairs shared;
  std::vector<double> of_seed;
  each_shared_seed(a, b, [&](size_t i, size_t i_end, size_t j, size_t j_end) {
    of_seed.clear();
    while (i < i_end && j < j_end) {
      if (a[i].other == b[j].other) of_seed.push_back(b[j].value - a[i].value);
      const bool step_a = a[i].other <= b[j].other, step_b = b[j].other <= a[i].other;
      i += step_a ? 1 : 0;
      j += step_b ? 1 : 0;
    }
    if (of_seed.empty()) return;
    shared.differences.push_back(mean_of(of_seed));
    shared.pairs += of_seed.size();
  });
  return shared;
}

std::vector<double> seed_differences(const std::vector<Repeat>& a, const std::vector<Repeat>& b) {
  std::vector<double> differences;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].seed == b[j].seed) differences.push_back(b[j].value - a[i].value);
    const bool step_a = a[i].seed <= b[j].seed, step_b = b[j].seed <= a[i].seed;
    i += step_a ? 1 : 0;
    j += step_b ? 1 : 0;
  }
  return differences;
}

std::vector<double> values_of(const std::vector<Repeat>& repeats) {
  std::vector<double> values;
  for (const Repeat& repeat : repeats) values.push_back(repeat.value);
  return values;
}

bool share_settings(const Cells& a, const Cells& b) {
  return std::any_of(a.begin(), a.end(), [&](const GroupCell& cell) {
    return std::any_of(b.begin(), b.end(),
                       [&](const GroupCell& other) { return other.other == cell.other; });
  });
}

}  // namespace

GroupPairs pair_groups(const ComparedGroup& a, const ComparedGroup& b) {
  GroupPairs result;
  const size_t smaller = std::min(a.group.repeats.size(), b.group.repeats.size());
  const auto enough = [&](size_t shared) {
    return shared > 0 && (shared >= kLeastRepeats || shared == smaller);
  };
  SharedPairs shared = pairs_of_equal_settings(a.cells, b.cells);
  if (enough(shared.differences.size())) {
    result.paired = true;
    result.differences = std::move(shared.differences);
    result.without_partner = a.cells.size() + b.cells.size() - 2 * shared.pairs;
    return result;
  }
  result.own_settings = smaller > 0 && !share_settings(a.cells, b.cells);
  if (result.own_settings) {
    result.differences = seed_differences(a.group.repeats, b.group.repeats);
    result.paired = enough(result.differences.size());
    if (result.paired) return result;
  }
  result.differences.clear();
  result.of_a = values_of(a.group.repeats);
  result.of_b = values_of(b.group.repeats);
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
