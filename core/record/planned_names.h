// A plan that grows may name its runs anew: with repeats the seed becomes a part of each name. The
// hash of a run's config, which a name ends in, stays.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/record/journal_reader.h"
#include "core/sweep/plan.h"

namespace logitbench {

// Gives the attempts of the plan's runs the names that the plan has for them. Returns the names
// that changed, old -> new.
std::map<std::string, std::string> name_as_planned(Journal& journal, const Plan& plan);
// The same, of the runs that the manifest of a plan names.
std::map<std::string, std::string> name_as_planned(Journal& journal,
                                                   const std::vector<std::string>& run_ids);

}  // namespace logitbench
