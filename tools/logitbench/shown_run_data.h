// One run for programs. Keys: results/README.md.
#pragma once

#include "core/record/value_json.h"
#include "tools/logitbench/shown_run.h"

namespace logitbench {

Json shown_run_json(const ShownRun& run);

}  // namespace logitbench
