#include "core/record/planned_names.h"

#include <string_view>

#include "core/sweep/run_id.h"

namespace logitbench {

std::map<std::string, std::string> name_as_planned(Journal& journal, const Plan& plan) {
  std::map<std::string_view, const std::string*> names;
  for (const Run& run : plan.runs) names[hash_of_run_id(run.run_id)] = &run.run_id;
  std::map<std::string, std::string> changed;
  for (Attempt& attempt : journal.attempts) {
    const auto found = names.find(hash_of_run_id(attempt.run_id));
    if (found == names.end() || *found->second == attempt.run_id) continue;
    changed[attempt.run_id] = *found->second;
    attempt.run_id = *found->second;
  }
  return changed;
}

}  // namespace logitbench
