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
          ? attempt.prediction_rows == 0
          : std::holds_alternative<FactClaim>(claim) && attempt.made_of->facts.empty();
  return by_earlier ? "not recorded by the version that ran it; --fresh runs it again"
                    : "not recorded";
}

// Of a number: what the run gave and what it should be.
struct Sample {
  std::optional<double> value, expected;
};

// The numbers of all claims: taken run by run, so that one run's records are in memory at a time.
class Samples {
 public:
  Samples(const Plan& plan, const FindAttempt& attempts, const ReadRecords& read)
      : plan_(plan), of_(plan.expectations.size()) {
    std::vector<std::vector<Place>> places(plan.runs.size());  // of each run
    for (size_t e = 0; e < of_.size(); ++e) {
      const Expectation& expectation = plan.expectations[e];
      if (wanted_of(expectation.claim) == nullptr) continue;
      of_[e].resize(expectation.runs.size() * elements_of(expectation.claim));
      for (size_t i = 0; i < expectation.runs.size(); ++i)
        places.at(expectation.runs[i]).push_back({e, i});
    }
    for (size_t run = 0; run < places.size(); ++run)
      if (!places[run].empty()) take(plan.runs[run], places[run], attempts, read);
  }

  // Of the run at a place in the expectation's runs. Without numbers where the run has none that
  // count.
  const Sample& of(const Expectation& expectation, size_t place, size_t element) const {
    const auto e = static_cast<size_t>(&expectation - plan_.expectations.data());
    return of_[e][place * elements_of(expectation.claim) + element];
  }

 private:
  struct Place {
    size_t expectation;
    size_t run;  // its place in the expectation's runs
  };

  void take(const Run& run, const std::vector<Place>& places, const FindAttempt& attempts,
            const ReadRecords& read) {
    const Attempt* const attempt = attempts(run.run_id);
    if (!without_numbers(attempt).empty()) return;
    const auto claim_at = [&](const Place& place) -> const Claim& {
      return plan_.expectations[place.expectation].claim;
    };
    const bool takes = std::any_of(places.begin(), places.end(), [&](const Place& place) {
      return takes_records(claim_at(place));
    });
    const AttemptRecords records = takes ? read(*attempt) : AttemptRecords{};
    const Objective objective = run.config.objective;
    for (const Place& place : places) {
      const Claim& claim = claim_at(place);
      const size_t elements = elements_of(claim);
      for (size_t element = 0; element < elements; ++element)
        of_[place.expectation][place.run * elements + element] = {
            claimed_value(*attempt, records, claim, element, objective),
            expected_value(*attempt, records, claim, element, objective)};
    }
  }

  const Plan& plan_;
  std::vector<std::vector<Sample>> of_;  // of each expectation: of its runs, of its elements
};

void judge_status(RunStatus wanted, const Attempt* attempt, ExpectationResult& result) {
  if (attempt == nullptr) {
    result.got = "not run";
    return;
  }
  result.got = to_text(attempt->result->status);
  result.verdict = verdict_of(attempt->result->status == wanted);
}

void judge_number(const Attempt* attempt, const Sample& sample, ExpectationResult& result) {
  result.got = without_numbers(attempt);
  if (!result.got.empty()) return;
  const Claim& claim = result.expectation->claim;
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
  Group(const Expectation& expectation, const Plan& plan, const FindAttempt& attempts,
        const Samples& samples)
      : expectation_(expectation),
        wanted_(*wanted_of(expectation.claim)),
        plan_(plan),
        attempts_(attempts),
        samples_(samples) {}

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
    for (size_t i = 0; i < expectation_.runs.size(); ++i) {
      const Run& run = plan_.runs.at(expectation_.runs[i]);
      const Attempt* attempt = attempts_(run.run_id);
      if (const std::string reason = without_numbers(attempt); !reason.empty())
        return run.run_id + " " + reason;
      const Sample& sample = samples_.of(expectation_, i, element);
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
  const Samples& samples_;
  std::vector<double> values_;
  std::optional<double> expected_;
};

void check_one(const Expectation& expectation, size_t element, const Plan& plan,
               const FindAttempt& attempts, const Samples& samples,
               std::vector<ExpectationResult>& results) {
  const Wanted* wanted = wanted_of(expectation.claim);
  if (!expectation.runs.empty() && wanted != nullptr && wanted->between) {
    results.push_back(Group(expectation, plan, attempts, samples).result_of(element));
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
  for (size_t i = 0; i < expectation.runs.size(); ++i) {
    ExpectationResult& result = add();
    result.run = &plan.runs.at(expectation.runs[i]);
    const Attempt* attempt = attempts(result.run->run_id);
    if (const RunStatus* status = std::get_if<RunStatus>(&expectation.claim))
      judge_status(*status, attempt, result);
    else
      judge_number(attempt, samples.of(expectation, i, element), result);
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

std::vector<ExpectationResult> check_expectations(const Plan& plan, const FindAttempt& attempts,
                                                  const ReadRecords& read) {
  const Samples samples(plan, attempts, read);
  std::vector<ExpectationResult> results;
  for (const Expectation& expectation : plan.expectations)
    for (size_t element = 0; element < elements_of(expectation.claim); ++element)
      check_one(expectation, element, plan, attempts, samples, results);
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
