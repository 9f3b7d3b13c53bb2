// What two runs differ in, in sentences that claim no more than is recorded.
#pragma once

#include <string>
#include <vector>

#include "tools/logitbench/diffed_runs.h"

namespace logitbench {

// A sentence each.
std::vector<std::string> difference_words(const DiffedRuns& runs);

// Why of no number it is said which run's is better; empty where it is said.
std::string why_not_judged(const RunDifference& difference);

// Whether the curves are the same, or where and how far they part.
std::string curve_words(const CurveDifference& curves);

}  // namespace logitbench
