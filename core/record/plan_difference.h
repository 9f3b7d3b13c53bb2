// What has changed between the runs that a folder holds and those of a plan, in the config's words.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "core/sweep/plan.h"

namespace logitbench {

// Lines such as "  optimizer.lr: was 0.1, 1.0; now 0.5", one for each dotted key whose set of
// values among the runs named, as the folder's manifest has them, differs from that in the plan.
// Empty where the manifest does not have the runs.
std::string plan_difference(const std::filesystem::path& folder,
                            const std::set<std::string>& run_ids, const Plan& plan);

}  // namespace logitbench
