// Which runs of a plan an expectation is about.
#pragma once

#include "core/sweep/plan.h"

namespace logitbench {

// Sets `runs` of each of the plan's expectations. Throws ConfigError with the expectation's place
// where it can never be met: it is about no run of the plan, or about a metric or an epoch that a
// run does not have. `overridden`: the command line changed the config, so that this is no mistake
// of the file's; such runs are left out, all of them perhaps.
void match_expectations(Plan& plan, bool overridden);

// "loss: cross_entropy, optimizer.lr: 1", or "all runs".
std::string where_text(const Expectation& expectation);

}  // namespace logitbench
