// What a plan expects of its runs, beside what they gave. Knows no training and no screen.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/record/journal.h"
#include "core/sweep/plan.h"

namespace logitbench {

// The attempt that speaks for a run (record/tables.h); null: the run has not ended.
using FindAttempt = std::function<const Attempt*(const std::string& run_id)>;

enum class Verdict {
  met,
  missed,
  not_planned,  // the command line took every run away that the expectation is about
};

// One expectation of one run. Points into the plan.
struct ExpectationResult {
  const Expectation* expectation = nullptr;
  const Run* run = nullptr;  // null: not_planned
  std::string got;           // the status where that is claimed, or why there is no value
  std::optional<double> value;
  // value - expected; for a bound, value - bound where the value is beyond it. None where there is
  // no number to tell.
  std::optional<double> difference;
  Verdict verdict = Verdict::missed;
};

// Every expectation of the plan for every run that it is about, in the plan's order. A run that
// failed or has not ended misses each of them: what it recorded is not its result.
std::vector<ExpectationResult> check_expectations(const Plan& plan, const FindAttempt& attempts);

bool any_missed(const std::vector<ExpectationResult>& results);

// Whether the plan says that this run of it diverges.
bool divergence_expected(const Plan& plan, size_t run);

// As the columns of runs.csv say it, final.valid.accuracy, or valid.accuracy@10, or status.
std::string subject_text(const Expectation& expectation);
// "0.9642 within 0.01", "at least 0.95", "diverged".
std::string claim_text(const Expectation& expectation);

}  // namespace logitbench
