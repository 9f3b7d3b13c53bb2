#include "core/analysis/comparison/compared_group.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/analysis/statistics/sample.h"

namespace logitbench {

namespace {

using Setting = std::vector<std::string>;

Setting picked(const Setting& all, const std::vector<size_t>& which) {
  Setting setting;
  for (const size_t key : which) setting.push_back(all[key]);
  return setting;
}

void add(const JoinedRuns::Run& run, uint32_t other, ComparedGroup& to) {
  ++to.group.by_status[run.status];
  if (run.status != RunStatus::completed) return;
  if (!run.value)
    ++to.group.missing;
  else if (!std::isfinite(*run.value))
    ++to.group.not_finite;
  else
    to.cells.push_back({run.seed, other, *run.value});
}

}  // namespace

std::vector<ComparedGroup> grouped(const JoinedRuns& runs, const std::vector<size_t>& by,
                                   const std::vector<size_t>& others) {
  std::vector<ComparedGroup> groups;
  std::map<Setting, size_t> places;
  std::map<Setting, uint32_t> numbers;
  for (const JoinedRuns::Run& run : runs.runs) {
    const auto [place, is_new] = places.try_emplace(picked(run.settings, by), groups.size());
    if (is_new) groups.emplace_back().group.setting = place->first;
    const uint32_t other =
        numbers.try_emplace(picked(run.settings, others), static_cast<uint32_t>(numbers.size()))
            .first->second;
    add(run, other, groups[place->second]);
  }
  for (ComparedGroup& group : groups) {
    std::stable_sort(group.cells.begin(), group.cells.end(),
                     [](const GroupCell& a, const GroupCell& b) {
                       return std::tie(a.seed, a.other) < std::tie(b.seed, b.other);
                     });
    group.group.repeats = repeats_of(group.cells);
  }
  return groups;
}

std::vector<Repeat> repeats_of(const std::vector<GroupCell>& cells) {
  std::vector<Repeat> repeats;
  for (size_t begin = 0; begin < cells.size();) {
    std::vector<double> values;
    size_t end = begin;
    for (; end < cells.size() && cells[end].seed == cells[begin].seed; ++end)
      values.push_back(cells[end].value);
    repeats.push_back({cells[begin].seed, mean_of(values)});
    begin = end;
  }
  return repeats;
}

}  // namespace logitbench
