// Which runs of a plan an expectation is about.
#pragma once

#include "core/sweep/plan.h"

namespace logitbench {

// Fewer draws tell nothing of their distribution.
inline constexpr size_t kFewestRunsOfBetween = 3;

// Sets `runs` of each of the plan's expectations. Throws ConfigError with the expectation's place
// where it can never be met: it is about no run of the plan, about a metric, an epoch or a row that
// a run does not have, or with `between` about too few runs. `overridden`: the command line changed
// the config, so that this is no mistake of the file's; such runs are left out, all of them
// perhaps.
void match_expectations(Plan& plan, bool overridden);

}  // namespace logitbench
