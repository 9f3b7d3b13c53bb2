// A run's target: the time to accuracy is the time of the first epoch that reaches it.
#pragma once

#include <logitbench/recorder.h>

#include "core/config/experiment.h"

namespace logitbench {

// Whether valid.accuracy after this epoch is at least the run's target. The untrained network
// reaches none.
inline bool reaches_target(const RunConfig& config, const EpochRecord& record) {
  return config.target && record.epoch > 0 &&
         value_of(record, "valid", "accuracy") >= *config.target;
}

}  // namespace logitbench
