// A run's target: the time to accuracy is the time of the first epoch that reaches it.
#pragma once

#include <logitbench/recorder.h>

#include <cstdint>

#include "core/config/experiment.h"

namespace logitbench {

// Whether valid.accuracy after this epoch is at least the target. The untrained network reaches
// none.
inline bool reaches_target(double target, uint64_t epoch, double valid_accuracy) {
  return epoch > 0 && valid_accuracy >= target;
}

// The same, of a run's own target, if it has one.
inline bool reaches_target(const RunConfig& config, const EpochRecord& record) {
  return config.target &&
         reaches_target(*config.target, record.epoch, value_of(record, "valid", "accuracy"));
}

}  // namespace logitbench
