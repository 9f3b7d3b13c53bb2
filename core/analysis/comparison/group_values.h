// Groups that ran the same seeds and other settings, their values side by side.
#pragma once

#include <vector>

#include "core/analysis/comparison/compared_group.h"

namespace logitbench {

struct GroupValues {
  std::vector<size_t> members;  // indices of groups, ascending; how one is paired, all are
  std::vector<double> of_cells, of_repeats;  // [cell][member], [repeat][member]
};

// Of the groups that `which`, ascending, are indices of.
std::vector<GroupValues> groups_of_equal_cells(const std::vector<ComparedGroup>& groups,
                                               const std::vector<size_t>& which);

}  // namespace logitbench
