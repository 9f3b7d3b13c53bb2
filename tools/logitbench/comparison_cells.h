// A comparison as tables of short texts: what the terminal and Markdown show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/comparison/comparison.h"

namespace logitbench {

struct CellTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

// A row for each group: its values, number of seeds, mean, standard deviation, median, both
// intervals, and how many runs are not among them, by status.
CellTable group_cells(const Comparison& comparison);
// A row for each group but the reference: difference, intervals, effect, p, verdict.
CellTable difference_cells(const Comparison& comparison);
// Where there are two keys or more: the last one's values across, means and standard deviations in
// the cells. None otherwise.
std::optional<CellTable> pivot_cells(const Comparison& comparison);

}  // namespace logitbench
