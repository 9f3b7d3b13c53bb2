// Every number of the notebooks that can be computed, run once; and none of these claims is empty:
// with its number changed, each is missed.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/analysis/expectation_text.h"
#include "core/analysis/expectations.h"
#include "core/plugin/plugin_host.h"
#include "core/record/tables.h"
#include "core/record/testing/journaled_run.h"
#include "core/sweep/expand.h"
#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

// The config's plan, and what `reproduce --out` recorded of it.
struct Recorded {
  Plan plan;
  JournaledRuns runs;

  // What the engine makes of one expectation put in the place of another.
  std::vector<ExpectationResult> judge(const Expectation& expectation) const {
    Plan one;
    one.runs = plan.runs;
    one.expectations = {expectation};
    std::vector<ExpectationResult> results = check_expectations(one, find_in(runs), read_in(runs));
    for (ExpectationResult& result : results) result.expectation = nullptr;  // `one` ends here
    return results;
  }
};

double stepped(double number, double by) {
  return number + by != number ? number + by : std::nextafter(number, by > 0 ? kInf : -kInf);
}

// A number so far beyond the tolerance that what was within it of the old one is not of the new: a
// relative tolerance w grows with the number, f w - w >= w (1 + f w) for f >= 2 / (1 - w).
double beyond(double expected, const Wanted& wanted, int sign) {
  if (!std::isfinite(expected)) return 0;
  EXPECT_FALSE(wanted.relative && wanted.within >= 1) << "a tolerance of everything";
  const double tolerances = wanted.relative ? 2.125 / (1 - wanted.within) : 2.125;
  const double tolerance = wanted.within * (wanted.relative ? std::abs(expected) : 1.0);
  return stepped(expected, sign * std::max(tolerances * tolerance, 1e-300));
}

Wanted& wanted_of(Expectation& expectation) {
  if (auto* metric = std::get_if<MetricClaim>(&expectation.claim)) return *metric;
  return std::get<FactClaim>(expectation.claim);
}

// Each way of changing one number of the claim so far that it must be missed. `got`: what there
// was, an element's results after another's.
std::vector<Expectation> perturbed(const Expectation& expectation,
                                   const std::vector<ExpectationResult>& got) {
  std::vector<Expectation> all;
  const auto change = [&](auto&& edit) {
    Expectation& changed = all.emplace_back(expectation);
    edit(changed);
  };
  if (std::holds_alternative<RunStatus>(expectation.claim)) {
    for (const RunStatus other : {RunStatus::completed, RunStatus::diverged, RunStatus::failed})
      if (other != std::get<RunStatus>(expectation.claim))
        change([&](Expectation& changed) { changed.claim = other; });
    return all;
  }
  const Wanted& wanted = *logitbench::wanted_of(expectation.claim);
  double least = kInf, largest = -kInf;
  for (const ExpectationResult& result : got) {
    if (result.value) least = std::min(least, *result.value);
    if (result.value) largest = std::max(largest, *result.value);
  }
  // A result for each value of a `between`; its number just out of what was observed.
  const auto replacement = [&](size_t i, double expected, int sign) {
    if (!wanted.between) return beyond(expected, wanted, sign);
    const Interval& observed = got.at(i).observed.value();
    return std::nextafter(sign < 0 ? observed.low : observed.high, sign * kInf);
  };
  for (const int sign : {-1, 1}) {
    if (wanted.value)
      change([&](Expectation& c) { wanted_of(c).value = replacement(0, *wanted.value, sign); });
    for (size_t i = 0; i < wanted.values.size(); ++i)
      change(
          [&](Expectation& c) { wanted_of(c).values[i] = replacement(i, wanted.values[i], sign); });
  }
  if (wanted.at_least)
    change([&](Expectation& c) { wanted_of(c).at_least = std::nextafter(least, kInf); });
  if (wanted.at_most)
    change([&](Expectation& c) { wanted_of(c).at_most = std::nextafter(largest, -kInf); });
  return all;
}

// Of a claim about two series: the records, the claim's own series moved beyond the tolerance.
Recorded moved(const Recorded& recorded, const MetricClaim& claim,
               const std::vector<ExpectationResult>& got, int sign) {
  Recorded result = recorded;
  const double by = claim.between
                        ? 2 * (got.at(0).observed->high - got.at(0).observed->low) + 1e-9
                        : std::abs(beyond(*got.at(0).expected, claim, sign) - *got.at(0).expected);
  for (auto& [run_id, run] : result.runs) {
    for (EpochRecord& record : run.records.epochs)
      for (MetricValue& value : record.values)
        if (value.split == claim.split && value.metric == claim.metric)
          value.value = stepped(value.value, sign * by);
    run.attempt.epochs = {};
    for (const EpochRecord& record : run.records.epochs) run.attempt.epochs.add(record);
  }
  return result;
}

void expect_missed(const Recorded& recorded, const Expectation& changed, const std::string& what) {
  EXPECT_TRUE(any_missed(recorded.judge(changed)))
      << what << " also holds as " << claim_text(changed);
}

void expect_not_vacuous(const Recorded& recorded, const Expectation& expectation,
                        size_t& perturbations) {
  const std::string what =
      expectation.place + " " + subject_text(expectation) + " " + claim_text(expectation);
  const std::vector<ExpectationResult> got = recorded.judge(expectation);
  ASSERT_FALSE(any_missed(got)) << what;
  for (const ExpectationResult& result : got) ASSERT_EQ(result.verdict, Verdict::met) << what;
  const std::vector<Expectation> changes = perturbed(expectation, got);
  for (const Expectation& changed : changes) expect_missed(recorded, changed, what);
  perturbations += changes.size();
  const auto* metric = std::get_if<MetricClaim>(&expectation.claim);
  if (metric == nullptr || !metric->same_as) {
    EXPECT_FALSE(changes.empty()) << what;
    return;
  }
  for (const int sign : {-1, 1})
    expect_missed(moved(recorded, *metric, got, sign), expectation, what + " (moved)");
  perturbations += 2;
}

TEST(NotebookClaims, AllHoldAndNoneIsEmpty) {
  const Scratch scratch;
  const Outcome outcome = logitbench(
      {"reproduce", "--configs", config("notebooks"), "--json", "--out", (scratch / "r").string()},
      scratch.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  size_t claims = 0;
  for (const auto& claim : nlohmann::json::parse(outcome.out)) {
    EXPECT_EQ(claim["verdict"], "met") << claim;
    EXPECT_FALSE(claim["source"].get<std::string>().empty()) << claim;
    ++claims;
  }
  EXPECT_GT(claims, 100U);

  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  size_t perturbations = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(config("notebooks"))) {
    if (entry.path().extension() != ".yaml") continue;
    Recorded recorded{make_plan(entry.path(), {}, host), {}};
    for (const auto& [run_id, attempt] :
         ended_runs(read_journal(scratch / "r" / recorded.plan.experiment / "journal")))
      recorded.runs[run_id] = {attempt, read_records(attempt)};
    EXPECT_FALSE(recorded.plan.expectations.empty()) << entry.path();
    for (const Expectation& expectation : recorded.plan.expectations)
      expect_not_vacuous(recorded, expectation, perturbations);
  }
  EXPECT_GE(perturbations, claims);
}

}  // namespace
}  // namespace logitbench::end_to_end
