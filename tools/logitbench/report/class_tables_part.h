// The page's confusion matrices and reliability diagrams, where the runs recorded them.
#pragma once

#include <vector>

#include "core/analysis/report/curve_groups.h"
#include "core/record/value_json.h"

namespace logitbench {

// By split, of each group of the grouping null or: confusion (rows of counts; null: none),
// reliability (of each bin rows, confidence, accuracy; null: none), runs. Null where no folder has
// such tables.
Json class_tables_part(const std::vector<ResultsTables>& tables, const CurveGrouping& grouping);

}  // namespace logitbench
