// How long the runs of a plan may take that have not ended yet, by those that have.
#pragma once

#include <string>

#include "core/record/tables.h"
#include "core/sweep/plan.h"

namespace logitbench {

// Sentences for people. Runs of the same dataset, model, batch size and backend take the same time
// an epoch; of others nothing is known, and with no run finished nothing at all: how many rows
// there are is only known once the data are loaded.
std::string time_estimate(const Plan& plan, const EndedRuns& earlier);

// How the run ended earlier, or null.
const Attempt* attempt_of(const EndedRuns& earlier, const Run& run);

}  // namespace logitbench
