// What a run's record says beside its curves, as `show` and `diff` have it in JSON.
#pragma once

#include "core/analysis/runs/run_record.h"
#include "core/record/value_json.h"

namespace logitbench {

// status, reason, process, epochs, wall_s, samples_per_s, as results/README.md says.
Json run_record_json(const RunRecord& record);

}  // namespace logitbench
