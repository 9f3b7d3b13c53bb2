#include "core/sweep/match_expectations.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include "core/sweep/possible_claims.h"
#include "core/sweep/where.h"

namespace logitbench {

namespace {

[[noreturn]] void refuse(const Expectation& expectation, const std::string& message) {
  throw ConfigError(expectation.place + ": expect: " + message);
}

void refuse_no_and_few_runs(const Expectation& expectation, const Plan& plan) {
  refuse_unknown_settings(expectation, plan);
  const size_t runs = expectation.runs.size();
  if (runs == 0)
    refuse(expectation, "found a combination that is not among the runs, expected one that is: " +
                            where_text(expectation));
  const Wanted* wanted = wanted_of(expectation.claim);
  if (wanted != nullptr && wanted->between && runs < kFewestRunsOfBetween)
    refuse(expectation,
           fmt::format("found between over {} {}, expected at least {}: pick more runs with where, "
                       "or have more with sweep.repeats",
                       runs, runs == 1 ? "run" : "runs", kFewestRunsOfBetween));
}

}  // namespace

void match_expectations(Plan& plan, bool overridden) {
  for (Expectation& expectation : plan.expectations) {
    expectation.runs.clear();
    for (size_t i = 0; i < plan.runs.size(); ++i) {
      if (!is_about(expectation, plan.runs[i])) continue;
      const std::string problem = why_impossible(expectation.claim, plan.runs[i]);
      if (!problem.empty() && !overridden) refuse(expectation, problem);
      if (problem.empty()) expectation.runs.push_back(i);
    }
    if (!overridden) refuse_no_and_few_runs(expectation, plan);
  }
}

}  // namespace logitbench
