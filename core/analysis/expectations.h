// What a plan expects of its runs, beside what they gave. Knows no training and no screen.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/judge.h"
#include "core/record/journal_reader.h"
#include "core/sweep/plan.h"

namespace logitbench {

// The attempt that speaks for a run (record/tables.h); null: the run has not ended.
using FindAttempt = std::function<const Attempt*(const std::string& run_id)>;

enum class Verdict {
  met,
  missed,
  not_planned,  // the command line took away every run that the expectation is about, or too many
};

// One number that is expected of one run, or with `between` of all runs together. Points into the
// plan.
struct ExpectationResult {
  const Expectation* expectation = nullptr;
  const Run* run = nullptr;  // null: not_planned, or of all runs together
  std::string got;           // the status where that is claimed, or why there is no value
  std::optional<double> value;
  // value - expected; for a bound, value - bound where the value is beyond it; for an interval, its
  // nearest end - expected where that is outside. None where there is no number to tell.
  std::optional<double> difference;
  Verdict verdict = Verdict::missed;
  size_t element = 0;  // index into the claim's values
  // What the value was compared with; none for bounds. With `between` and same_as 0: the runs'
  // differences from the other series are the numbers then.
  std::optional<double> expected;
  std::optional<Interval> observed;  // with `between`: what the runs gave together
};

// Every expectation of the plan, its elements in order, for every run that it is about, in the
// plan's order. A run that failed or has not ended misses each of them but its status: what it
// recorded is not its result. A run's records are read once, and only where a claim takes them; one
// run's are in memory at a time. Throws what reading them throws.
std::vector<ExpectationResult> check_expectations(const Plan& plan, const FindAttempt& attempts,
                                                  const ReadRecords& read = read_records);

bool any_missed(const std::vector<ExpectationResult>& results);

// Whether the plan says that this run of it diverges, or fails.
bool divergence_expected(const Plan& plan, size_t run);
bool failure_expected(const Plan& plan, size_t run);

}  // namespace logitbench
