// What `logitbench run` prints at the end: a row a run, and what went wrong where it did; and what
// --dry-run prints.
#pragma once

#include <ostream>

#include "core/record/results_folder.h"
#include "core/sweep/plan.h"

namespace logitbench {

// Every run, those among `earlier` that need not be done again marked, and the time of the others.
void print_plan(const Plan& plan, const EndedRuns& earlier, std::ostream& out);
void print_summary(const Plan& plan, const ResultsFolder& results, std::ostream& out);

// Label, decision and probabilities, a row a sample.
void print_predictions(const Predictions& predictions, std::ostream& out);

}  // namespace logitbench
