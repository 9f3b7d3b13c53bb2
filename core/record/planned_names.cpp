#include "core/record/planned_names.h"

#include <string_view>

#include "core/sweep/run_id.h"

namespace logitbench {

namespace {

using NamesByHash = std::map<std::string_view, const std::string*>;

std::map<std::string, std::string> name_anew(Journal& journal, const NamesByHash& names) {
  std::map<std::string, std::string> changed;
  const auto name = [&](std::string& run_id) {
    const auto found = names.find(hash_of_run_id(run_id));
    if (found == names.end() || *found->second == run_id) return;
    changed[run_id] = *found->second;
    run_id = *found->second;
  };
  for (Attempt& attempt : journal.attempts) name(attempt.run_id);
  for (RunPruned& pruned : journal.pruned) name(pruned.run_id);
  return changed;
}

}  // namespace

std::map<std::string, std::string> name_as_planned(Journal& journal, const Plan& plan) {
  NamesByHash names;
  for (const Run& run : plan.runs) names[hash_of_run_id(run.run_id)] = &run.run_id;
  return name_anew(journal, names);
}

std::map<std::string, std::string> name_as_planned(Journal& journal,
                                                   const std::vector<std::string>& run_ids) {
  NamesByHash names;
  for (const std::string& run_id : run_ids) names[hash_of_run_id(run_id)] = &run_id;
  return name_anew(journal, names);
}

}  // namespace logitbench
