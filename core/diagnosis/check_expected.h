// What the config expects, held against what the runs gave.
#pragma once

#include "core/diagnosis/results_view.h"

namespace logitbench {

// Needs the journal: without it nothing is known of epochs.
void check_expected(const ResultsView& view, std::vector<Finding>& findings);

}  // namespace logitbench
