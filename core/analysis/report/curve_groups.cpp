#include "core/analysis/report/curve_groups.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace logitbench {

namespace {

using Setting = std::vector<std::string>;

void choose_averaged(const JoinedRuns& runs, CurveGroup& group) {
  for (const RunStatus status : {RunStatus::completed, RunStatus::diverged}) {
    for (const size_t run : group.runs)
      if (runs.runs[run].status == status) group.averaged.push_back(run);
    if (group.averaged.empty()) continue;
    group.diverged = status == RunStatus::diverged;
    return;
  }
}

CurveGrouping grouping(const JoinedRuns& runs, const std::vector<size_t>& keys) {
  CurveGrouping result;
  for (const size_t key : keys) result.by.push_back(runs.keys[key]);
  std::map<Setting, size_t> places;
  for (size_t i = 0; i < runs.runs.size(); ++i) {
    Setting setting;
    for (const size_t key : keys) setting.push_back(runs.runs[i].settings[key]);
    const auto [place, is_new] = places.try_emplace(setting, result.groups.size());
    if (is_new) result.groups.push_back({setting, {}, {}, false});
    CurveGroup& group = result.groups[place->second];
    if (runs.runs[group.runs.empty() ? i : group.runs.front()].settings != runs.runs[i].settings)
      result.mixes_settings = true;
    group.runs.push_back(i);
  }
  for (CurveGroup& group : result.groups) choose_averaged(runs, group);
  return result;
}

}  // namespace

std::vector<CurveGrouping> curve_groupings(const JoinedRuns& runs) {
  std::vector<size_t> all(runs.keys.size());
  std::iota(all.begin(), all.end(), size_t{0});
  std::vector<CurveGrouping> groupings = {grouping(runs, all)};
  if (all.size() < 2) return groupings;
  for (const size_t key : all) {
    CurveGrouping by_one = grouping(runs, {key});
    if (by_one.groups.size() > 1 && by_one.mixes_settings) groupings.push_back(std::move(by_one));
  }
  return groupings;
}

}  // namespace logitbench
