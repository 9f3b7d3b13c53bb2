// What `logitbench run` prints at the end: a row a run, and what went wrong where it did.
#pragma once

#include <ostream>

#include "core/record/results_folder.h"
#include "core/sweep/plan.h"

namespace logitbench {

// The runs of the plan, of a shard its own.
void print_plan(const Plan& plan, const std::optional<Shard>& shard, std::ostream& out);
void print_summary(const Plan& plan, const ResultsFolder& results, std::ostream& out);

// Label, decision and probabilities, a row a sample.
void print_predictions(const Predictions& predictions, std::ostream& out);

}  // namespace logitbench
