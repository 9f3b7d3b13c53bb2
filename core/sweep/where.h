// `where` of an expectation: which runs it picks.
#pragma once

#include "core/sweep/plan.h"

namespace logitbench {

// Whether the run has every setting that `where` gives; of a list, any of its values.
bool is_about(const Expectation& expectation, const Run& run);

// Throws ConfigError with the expectation's place for a key or a value that no run of the plan has,
// each value of a list among them.
void refuse_unknown_settings(const Expectation& expectation, const Plan& plan);

// "loss: cross_entropy, optimizer.lr: 1", or "all runs".
std::string where_text(const Expectation& expectation);

}  // namespace logitbench
