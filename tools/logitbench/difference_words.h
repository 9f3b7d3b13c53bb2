// What two runs differ in, in sentences that claim no more than is recorded.
#pragma once

#include <string>
#include <vector>

#include "tools/logitbench/diffed_runs.h"

namespace logitbench {

// A sentence each.
std::vector<std::string> difference_words(const DiffedRuns& runs);

// Whether the curves are the same, or where and how far they part.
std::string curve_words(const CurveDifference& curves);

}  // namespace logitbench
