// What a run's config says about a claim before the run: whether it can ever be met.
#pragma once

#include <string>

#include "core/sweep/plan.h"

namespace logitbench {

// Why the run can never meet it (what was found, what was expected), or nothing: a metric or an
// epoch that it does not record, a row of which it keeps no prediction.
std::string why_impossible(const Claim& claim, const Run& run);

}  // namespace logitbench
