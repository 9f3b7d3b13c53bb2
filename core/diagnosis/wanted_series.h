// Which series an epoch of a run must hold.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "core/diagnosis/recorded_plan.h"

namespace logitbench {

using Series = std::pair<std::string, std::string>;  // split, metric

// valid in every epoch; train in every one but 0, the untrained network; test with the last one
// alone, where the dataset has a test split that is not the validation. Norms of gradients on train
// alone.
std::set<Series> wanted_series(const Run& run, const RecordedRun& recorded, uint64_t epoch,
                               bool is_last);

}  // namespace logitbench
