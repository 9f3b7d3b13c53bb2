#include "core/record/planned_names.h"

#include <string_view>

namespace logitbench {

namespace {

std::string_view hash_in(std::string_view run_id) {
  return run_id.substr(run_id.rfind('-') + 1);  // all of it where there is no '-'
}

}  // namespace

std::map<std::string, std::string> name_as_planned(Journal& journal, const Plan& plan) {
  std::map<std::string_view, const std::string*> names;
  for (const Run& run : plan.runs) names[hash_in(run.run_id)] = &run.run_id;
  std::map<std::string, std::string> changed;
  for (Attempt& attempt : journal.attempts) {
    const auto found = names.find(hash_in(attempt.run_id));
    if (found == names.end() || *found->second == attempt.run_id) continue;
    changed[attempt.run_id] = *found->second;
    attempt.run_id = *found->second;
  }
  return changed;
}

}  // namespace logitbench
