#include "core/analysis/expectations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/analysis/claimed_value.h"
#include "core/record/tables.h"
#include "core/sweep/match_expectations.h"

namespace logitbench {

namespace {

Verdict verdict_of(bool met) { return met ? Verdict::met : Verdict::missed; }

// Why the run has no numbers that count, or nothing.
std::string without_numbers(const Attempt* attempt) {
  if (attempt == nullptr) return "not run";
  const RunStatus status = attempt->result->status;
  return is_finished(status) ? "" : to_text(status);
}

// Facts and the numbers of rows are not in the journals of the first version.
std::string why_not_recorded(const Attempt& attempt, const Claim& claim) {
  const auto* metric = std::get_if<MetricClaim>(&claim);
  const bool by_earlier =
      metric != nullptr && metric->row
          ? attempt.predictions.rows.empty()
          : std::holds_alternative<FactClaim>(claim) && attempt.made_of.facts.empty();
  return by_earlier ? "not recorded by the version that ran it; --fresh runs it again"
                    : "not recorded";
}

// Of a number: what the run gave and what it should be.
struct Sample {
  std::optional<double> value, expected;
};

Sample sample_of(const Attempt& attempt, const Claim& claim, size_t element, const Run& run) {
  const Objective objective = run.config.objective;
  return {claimed_value(attempt, claim, element, objective),
          expected_value(attempt, claim, element, objective)};
}

void judge_status(RunStatus wanted, const Attempt* attempt, ExpectationResult& result) {
  if (attempt == nullptr) {
    result.got = "not run";
    return;
  }
  result.got = to_text(attempt->result->status);
  result.verdict = verdict_of(attempt->result->status == wanted);
}

void judge_number(const Attempt* attempt, ExpectationResult& result) {
  result.got = without_numbers(attempt);
  if (!result.got.empty()) return;
  const Claim& claim = result.expectation->claim;
  const Sample sample = sample_of(*attempt, claim, result.element, *result.run);
  result.value = sample.value;
  result.expected = sample.expected;
  const Wanted& wanted = *wanted_of(claim);
  if (!sample.value || (wanted.same_as && !sample.expected)) {
    result.got = why_not_recorded(*attempt, claim);
    return;
  }
  const Judgement judgement = judge(*sample.value, sample.expected, wanted);
  result.difference = judgement.difference;
  result.verdict = verdict_of(judgement.met);
}

// All runs of an expectation with `between`.
class Group {
 public:
  Group(const Expectation& expectation, const Plan& plan, const FindAttempt& attempts)
      : expectation_(expectation),
        wanted_(*wanted_of(expectation.claim)),
        plan_(plan),
        attempts_(attempts) {}

  ExpectationResult result_of(size_t element) {
    ExpectationResult result;
    result.expectation = &expectation_;
    result.element = element;
    if (expectation_.runs.size() < kFewestRunsOfBetween) {
      result.got = fmt::format("fewer than {} runs", kFewestRunsOfBetween);
      result.verdict = Verdict::not_planned;
      return result;
    }
    result.got = collect(element);
    result.expected = expected_;
    if (!result.got.empty()) return result;
    result.observed = wanted_.between->probability
                          ? prediction_interval(values_, *wanted_.between->probability)
                          : observed_range(values_);
    const Judgement judgement = judge(*result.observed, *expected_);
    result.difference = judgement.difference;
    result.verdict = verdict_of(judgement.met);
    return result;
  }

 private:
  // Why there is nothing to judge, or nothing. Of same_as: the differences, none expected.
  std::string collect(size_t element) {
    values_.clear();
    size_t not_finite = 0;
    for (const size_t index : expectation_.runs) {
      const Run& run = plan_.runs.at(index);
      const Attempt* attempt = attempts_(run.run_id);
      if (const std::string reason = without_numbers(attempt); !reason.empty())
        return run.run_id + " " + reason;
      const Sample sample = sample_of(*attempt, expectation_.claim, element, run);
      if (!sample.value || !sample.expected)
        return run.run_id + " " + why_not_recorded(*attempt, expectation_.claim);
      expected_ = wanted_.same_as ? 0 : *sample.expected;
      values_.push_back(wanted_.same_as ? *sample.value - *sample.expected : *sample.value);
      not_finite += std::isfinite(values_.back()) ? 0 : 1;
    }
    if (not_finite == 0) return "";
    return fmt::format("{} of {} runs not finite", not_finite, values_.size());
  }

  const Expectation& expectation_;
  const Wanted& wanted_;
  const Plan& plan_;
  const FindAttempt& attempts_;
  std::vector<double> values_;
  std::optional<double> expected_;
};

void check_one(const Expectation& expectation, size_t element, const Plan& plan,
               const FindAttempt& attempts, std::vector<ExpectationResult>& results) {
  const Wanted* wanted = wanted_of(expectation.claim);
  if (!expectation.runs.empty() && wanted != nullptr && wanted->between) {
    results.push_back(Group(expectation, plan, attempts).result_of(element));
    return;
  }
  const auto add = [&]() -> ExpectationResult& {
    ExpectationResult& result = results.emplace_back();
    result.expectation = &expectation;
    result.element = element;
    return result;
  };
  if (expectation.runs.empty()) {
    ExpectationResult& result = add();
    result.got = "no such run";
    result.verdict = Verdict::not_planned;
  }
  for (const size_t index : expectation.runs) {
    ExpectationResult& result = add();
    result.run = &plan.runs.at(index);
    const Attempt* attempt = attempts(result.run->run_id);
    if (const RunStatus* status = std::get_if<RunStatus>(&expectation.claim))
      judge_status(*status, attempt, result);
    else
      judge_number(attempt, result);
  }
}

bool status_expected(const Plan& plan, size_t run, RunStatus wanted) {
  return std::any_of(
      plan.expectations.begin(), plan.expectations.end(), [&](const Expectation& expectation) {
        const RunStatus* status = std::get_if<RunStatus>(&expectation.claim);
        return status != nullptr && *status == wanted &&
               std::binary_search(expectation.runs.begin(), expectation.runs.end(), run);
      });
}

}  // namespace

std::vector<ExpectationResult> check_expectations(const Plan& plan, const FindAttempt& attempts) {
  std::vector<ExpectationResult> results;
  for (const Expectation& expectation : plan.expectations)
    for (size_t element = 0; element < elements_of(expectation.claim); ++element)
      check_one(expectation, element, plan, attempts, results);
  return results;
}

bool any_missed(const std::vector<ExpectationResult>& results) {
  return std::any_of(results.begin(), results.end(), [](const ExpectationResult& result) {
    return result.verdict == Verdict::missed;
  });
}

bool divergence_expected(const Plan& plan, size_t run) {
  return status_expected(plan, run, RunStatus::diverged);
}

bool failure_expected(const Plan& plan, size_t run) {
  return status_expected(plan, run, RunStatus::failed);
}

}  // namespace logitbench
