// Counts the facts that core/config/facts.h declares.
#pragma once

#include <logitbench/recorder.h>

#include "core/train/prepared_run.h"

namespace logitbench {

// In the order of their declaration, layers and classes ascending. `batch_size`: the config's.
Facts facts_of(const PreparedRun& run, size_t batch_size);

}  // namespace logitbench
