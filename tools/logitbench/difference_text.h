// Two runs side by side, for people.
#pragma once

#include <ostream>

#include "tools/logitbench/diffed_runs.h"

namespace logitbench {

// At most `columns` characters wide, where words allow.
void print_difference(const DiffedRuns& runs, size_t columns, std::ostream& out);

}  // namespace logitbench
