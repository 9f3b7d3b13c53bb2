// What the gradient of a run's objective does, and which stable loss it equals: found by asking the
// loss for numbers, not by its name.
#pragma once

#include <string>

#include "core/diagnosis/examination.h"

namespace logitbench {

void examine_direction(Examination& examination);

// The loss that computes the same where nothing underflows and is finite for all finite logits:
// cross_entropy, bce_with_logits. Empty where the run's loss is something else, or stable itself.
std::string stable_form(const PreparedRun& run, const RunConfig& config);

}  // namespace logitbench
