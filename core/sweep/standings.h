// Competitors by what they have reached.
#pragma once

#include <cstdint>

#include "core/sweep/early_stopping.h"

namespace logitbench {

// The best value in the first `epochs` epochs, or in those that there are; NaN where there is none.
double best_within(const Standing& standing, uint64_t epochs, bool larger_is_better);

// What the runs of a plan compete in, and which way it gets better; no bars.
RunLimit no_limit(const Plan& plan);

// Of the longest of these runs.
uint64_t most_epochs(const Plan& plan, const std::vector<size_t>& runs);

}  // namespace logitbench
