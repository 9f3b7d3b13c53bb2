// What was expected beside what came out, on the screen.
#pragma once

#include <ostream>
#include <vector>

#include "core/analysis/expectations.h"

namespace logitbench {

// A row for each expectation with the range over the runs that meet it, and one for each run that
// misses it. `results` of one expectation stand together. Prints nothing for none.
void print_expectations(const std::vector<ExpectationResult>& results, std::ostream& out);

}  // namespace logitbench
