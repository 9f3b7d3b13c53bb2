#include "core/analysis/expectations.h"

#include <algorithm>
#include <cmath>

#include "core/record/number_text.h"
#include "core/record/tables.h"

namespace logitbench {

namespace {

std::string series_text(const MetricClaim& claim) { return claim.split + "." + claim.metric; }

std::optional<double> value_at(const Attempt& attempt, const MetricClaim& claim) {
  for (const EpochRecord& record : attempt.epochs) {
    if (record.epoch != claim.epoch) continue;
    for (const MetricValue& value : record.values)
      if (value.split == claim.split && value.metric == claim.metric) return value.value;
  }
  return std::nullopt;
}

std::optional<double> claimed_value(const Attempt& attempt, const MetricClaim& claim,
                                    Objective objective) {
  switch (claim.value_of) {
    case ValueOf::at:
      return value_at(attempt, claim);
    case ValueOf::final:
      return final_value(attempt, claim.split, claim.metric);
    case ValueOf::best:
      return best_value(attempt, claim.split, claim.metric, objective);
  }
  return std::nullopt;
}

bool is_near(double value, const MetricClaim& claim) {
  const double expected = *claim.value;
  if (value == expected || (std::isnan(value) && std::isnan(expected))) return true;
  const double tolerance = claim.relative ? claim.within * std::abs(expected) : claim.within;
  return std::isfinite(expected) && std::abs(value - expected) <= tolerance;
}

// Sets difference and verdict. NaN is within no bounds.
void judge(double value, const MetricClaim& claim, ExpectationResult& result) {
  bool met = true;
  const auto against = [&](const std::optional<double>& bound, bool is_within) {
    if (!bound || is_within) return;
    met = false;
    result.difference = value - *bound;
  };
  if (claim.value) {
    met = is_near(value, claim);
    result.difference = value == *claim.value ? 0.0 : value - *claim.value;
  }
  against(claim.at_least, claim.at_least && value >= *claim.at_least);
  against(claim.at_most, claim.at_most && value <= *claim.at_most);
  if (result.difference && std::isnan(*result.difference)) result.difference.reset();
  result.verdict = met ? Verdict::met : Verdict::missed;
}

ExpectationResult check_one(const Expectation& expectation, const Run& run,
                            const Attempt* attempt) {
  ExpectationResult result;
  result.expectation = &expectation;
  result.run = &run;
  if (attempt == nullptr) {
    result.got = "not run";
    return result;
  }
  const RunStatus status = attempt->result->status;
  if (const RunStatus* wanted = std::get_if<RunStatus>(&expectation.claim)) {
    result.got = to_text(status);
    result.verdict = status == *wanted ? Verdict::met : Verdict::missed;
    return result;
  }
  if (!is_finished(status)) {
    result.got = to_text(status);
    return result;
  }
  const MetricClaim& claim = std::get<MetricClaim>(expectation.claim);
  result.value = claimed_value(*attempt, claim, run.config.objective);
  if (result.value)
    judge(*result.value, claim, result);
  else
    result.got = "not recorded";
  return result;
}

}  // namespace

std::vector<ExpectationResult> check_expectations(const Plan& plan, const FindAttempt& attempts) {
  std::vector<ExpectationResult> results;
  for (const Expectation& expectation : plan.expectations) {
    if (expectation.runs.empty())
      results.push_back({&expectation, nullptr, "no such run", {}, {}, Verdict::not_planned});
    for (const size_t index : expectation.runs) {
      const Run& run = plan.runs.at(index);
      results.push_back(check_one(expectation, run, attempts(run.run_id)));
    }
  }
  return results;
}

bool any_missed(const std::vector<ExpectationResult>& results) {
  return std::any_of(results.begin(), results.end(), [](const ExpectationResult& result) {
    return result.verdict == Verdict::missed;
  });
}

bool divergence_expected(const Plan& plan, size_t run) {
  return std::any_of(
      plan.expectations.begin(), plan.expectations.end(), [&](const Expectation& expectation) {
        const RunStatus* status = std::get_if<RunStatus>(&expectation.claim);
        return status != nullptr && *status == RunStatus::diverged &&
               std::binary_search(expectation.runs.begin(), expectation.runs.end(), run);
      });
}

std::string subject_text(const Expectation& expectation) {
  const MetricClaim* claim = std::get_if<MetricClaim>(&expectation.claim);
  if (claim == nullptr) return "status";
  switch (claim->value_of) {
    case ValueOf::final:
      return "final." + series_text(*claim);
    case ValueOf::best:
      return "best." + series_text(*claim);
    case ValueOf::at:
      break;
  }
  return series_text(*claim) + "@" + number_text(claim->epoch);
}

std::string claim_text(const Expectation& expectation) {
  if (const RunStatus* status = std::get_if<RunStatus>(&expectation.claim)) return to_text(*status);
  const MetricClaim& claim = std::get<MetricClaim>(expectation.claim);
  if (claim.value) {
    const std::string value = number_text(*claim.value);
    if (claim.within == 0) return value;
    return value + (claim.relative ? " within_rel " : " within ") + number_text(claim.within);
  }
  if (!claim.at_most) return "at least " + number_text(*claim.at_least);
  if (!claim.at_least) return "at most " + number_text(*claim.at_most);
  return number_text(*claim.at_least) + " to " + number_text(*claim.at_most);
}

}  // namespace logitbench
