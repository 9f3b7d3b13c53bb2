// How each planned run ended, and what it should have left behind.
#pragma once

#include "core/diagnosis/results_view.h"

namespace logitbench {

// Queued, interrupted, failed and diverged runs with their reasons; runs that the journal or runs/
// holds and the plan does not.
void check_run_ends(const ResultsView& view, std::vector<Finding>& findings);

// runs/<run_id>/predictions.csv where the config asks for predictions.
void check_predictions(const ResultsView& view, std::vector<Finding>& findings);

}  // namespace logitbench
