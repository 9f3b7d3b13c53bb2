// Two runs side by side, for programs. Keys: results/README.md.
#pragma once

#include "core/record/value_json.h"
#include "tools/logitbench/diffed_runs.h"

namespace logitbench {

Json difference_json(const DiffedRuns& runs);

}  // namespace logitbench
