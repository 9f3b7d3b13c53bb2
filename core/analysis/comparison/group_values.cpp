#include "core/analysis/comparison/group_values.h"

#include <map>

namespace logitbench {

std::vector<GroupValues> groups_of_equal_cells(const std::vector<ComparedGroup>& groups,
                                               const std::vector<size_t>& which) {
  std::map<std::vector<std::pair<uint64_t, uint32_t>>, size_t> places;
  std::vector<GroupValues> result;
  for (const size_t group : which) {
    std::vector<std::pair<uint64_t, uint32_t>> cells;
    for (const GroupCell& cell : groups[group].cells) cells.emplace_back(cell.seed, cell.other);
    const auto [place, is_new] = places.try_emplace(std::move(cells), result.size());
    if (is_new) result.emplace_back();
    result[place->second].members.push_back(group);
  }
  for (GroupValues& values : result) {
    const ComparedGroup& first = groups[values.members[0]];
    for (size_t c = 0; c < first.cells.size(); ++c)
      for (const size_t member : values.members)
        values.of_cells.push_back(groups[member].cells[c].value);
    for (size_t r = 0; r < first.group.repeats.size(); ++r)
      for (const size_t member : values.members)
        values.of_repeats.push_back(groups[member].group.repeats[r].value);
  }
  return result;
}

}  // namespace logitbench
