// The tables are made from the journal: the same journal gives the same bytes.
#pragma once

#include "core/diagnosis/results_view.h"

namespace logitbench {

// Nothing can be compared without journal and manifest, or where a config is not readable.
void check_tables_derived(const ResultsView& view, std::vector<Finding>& findings);

}  // namespace logitbench
