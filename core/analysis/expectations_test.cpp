#include "core/analysis/expectations.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/analysis/expectation_text.h"
#include "core/record/testing/journaled_run.h"

namespace logitbench {
namespace {

const double kNan = std::nan("");
constexpr double kInf = std::numeric_limits<double>::infinity();

MetricClaim accuracy(double value, double within) {
  MetricClaim claim{"valid", "accuracy"};
  claim.value = value;
  claim.within = within;
  return claim;
}

MetricClaim bounds(std::optional<double> at_least, std::optional<double> at_most) {
  MetricClaim claim{"valid", "accuracy"};
  claim.at_least = at_least;
  claim.at_most = at_most;
  return claim;
}

Expectation expectation(Claim claim, std::vector<size_t> runs) {
  Expectation result;
  result.claim = std::move(claim);
  result.runs = std::move(runs);
  return result;
}

Plan plan_of(std::vector<Expectation> expectations) {
  Plan plan;
  for (const char* id : {"a", "b"}) plan.runs.emplace_back().run_id = id;
  plan.expectations = std::move(expectations);
  return plan;
}

// An attempt whose validation accuracies, from epoch 1 on, are these.
JournaledRun attempt(RunStatus status, const std::vector<double>& accuracies) {
  std::vector<EpochRecord> epochs;
  for (const double value : accuracies)
    epochs.push_back(
        {epochs.size() + 1, 0, {{"train", "accuracy", -1}, {"valid", "accuracy", value}}});
  return journaled_run("", RunResult{status, "", accuracies.size(), 0, 0}, std::move(epochs));
}

std::vector<ExpectationResult> check(const Plan& plan, JournaledRuns runs) {
  for (auto& [run_id, run] : runs) run.attempt.run_id = run_id;
  return check_expectations(plan, find_in(runs), read_in(runs));
}

// The verdict on one claim about one run that completed with this accuracy.
ExpectationResult judged(const MetricClaim& claim, double value) {
  // The plan dies here: only what the result holds by value is looked at.
  return check(plan_of({expectation(claim, {0})}), {{"a", attempt(RunStatus::completed, {value})}})
      .at(0);
}
Verdict verdict(const MetricClaim& claim, double value) { return judged(claim, value).verdict; }

TEST(Expectations, AValueIsMetUpToItsToleranceAndNoFurther) {
  EXPECT_EQ(verdict(accuracy(0.5, 0.125), 0.625), Verdict::met);
  EXPECT_EQ(verdict(accuracy(0.5, 0.125), 0.375), Verdict::met);
  EXPECT_EQ(verdict(accuracy(0.5, 0.125), 0.626), Verdict::missed);
  EXPECT_EQ(verdict(accuracy(0.5, 0.125), 0.374), Verdict::missed);
  EXPECT_EQ(judged(accuracy(0.5, 0.125), 0.25).difference, -0.25);
}

TEST(Expectations, ARelativeToleranceIsAShareOfTheExpectedMagnitude) {
  MetricClaim claim = accuracy(-4, 0.25);
  claim.relative = true;
  EXPECT_EQ(verdict(claim, -5), Verdict::met);
  EXPECT_EQ(verdict(claim, -3), Verdict::met);
  EXPECT_EQ(verdict(claim, -5.01), Verdict::missed);
}

TEST(Expectations, WithoutToleranceOnlyTheSameNumberWillDo) {
  EXPECT_EQ(verdict(accuracy(0.34, 0), 102.0 / 300), Verdict::met);
  EXPECT_EQ(verdict(accuracy(0.34, 0), std::nextafter(0.34, 1)), Verdict::missed);
  EXPECT_EQ(verdict(accuracy(kInf, 0), kInf), Verdict::met);
  EXPECT_EQ(judged(accuracy(kInf, 0), kInf).difference, 0.0);
  EXPECT_EQ(verdict(accuracy(kInf, 0), -kInf), Verdict::missed);
}

TEST(Expectations, NanIsExpectedOnlyWhereNanIsWritten) {
  EXPECT_EQ(verdict(accuracy(kNan, 0), kNan), Verdict::met);
  EXPECT_EQ(verdict(accuracy(kNan, 0), 0.5), Verdict::missed);
  EXPECT_EQ(verdict(accuracy(0.5, 100), kNan), Verdict::missed);
  EXPECT_EQ(verdict(bounds(0.0, {}), kNan), Verdict::missed);
  EXPECT_EQ(verdict(bounds({}, 1.0), kNan), Verdict::missed);
  EXPECT_FALSE(judged(accuracy(0.5, 100), kNan).difference);
}

TEST(Expectations, BoundsIncludeTheirEnds) {
  EXPECT_EQ(verdict(bounds(0.5, {}), 0.5), Verdict::met);
  EXPECT_EQ(verdict(bounds({}, 0.5), 0.5), Verdict::met);
  EXPECT_EQ(verdict(bounds(0.25, 0.5), 0.375), Verdict::met);
  EXPECT_EQ(verdict(bounds(0.25, 0.5), 0.125), Verdict::missed);
  EXPECT_EQ(judged(bounds(0.25, 0.5), 0.125).difference, -0.125);
  EXPECT_EQ(judged(bounds(0.25, 0.5), 0.75).difference, 0.25);
  EXPECT_FALSE(judged(bounds(0.25, 0.5), 0.375).difference);
}

TEST(Expectations, TheLastTheBestOrANumberedEpoch) {
  MetricClaim claim = accuracy(0.75, 0);
  const JournaledRun run = attempt(RunStatus::completed, {0.25, 0.75, 0.5});
  const auto value = [&] {
    return check(plan_of({expectation(claim, {0})}), {{"a", run}}).at(0).value;
  };
  EXPECT_EQ(value(), 0.5);
  claim.value_of = ValueOf::best;
  EXPECT_EQ(value(), 0.75);
  claim.value_of = ValueOf::at;
  claim.epoch = 1;
  EXPECT_EQ(value(), 0.25);
  claim.split = "train";
  EXPECT_EQ(value(), -1);
  claim.epoch = 4;
  EXPECT_EQ(value(), std::nullopt);
}

TEST(Expectations, TheBestOfALossThatIsMaximizedIsTheLargest) {
  MetricClaim claim{"valid", "loss", ValueOf::best};
  claim.value = 0.75;
  std::vector<EpochRecord> epochs;
  for (const double loss : {0.25, 0.75, 0.5})
    epochs.push_back({epochs.size() + 1, 0, {{"valid", "loss", loss}}});
  const JournaledRun run = journaled_run("a", RunResult{}, epochs);
  Plan plan = plan_of({expectation(claim, {0})});
  EXPECT_EQ(check(plan, {{"a", run}}).at(0).value, 0.25);
  plan.runs[0].config.objective = Objective::maximize;
  EXPECT_EQ(check(plan, {{"a", run}}).at(0).value, 0.75);
}

TEST(Expectations, AStatusIsMetByThatStatusAlone) {
  const Plan plan = plan_of({expectation(RunStatus::diverged, {0, 1})});
  const auto results = check(
      plan, {{"a", attempt(RunStatus::diverged, {})}, {"b", attempt(RunStatus::completed, {})}});
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].verdict, Verdict::met);
  EXPECT_EQ(results[1].verdict, Verdict::missed);
  EXPECT_EQ(results[1].run->run_id, "b");
  EXPECT_EQ(results[1].got, "completed");
  EXPECT_TRUE(any_missed(results));
}

TEST(Expectations, ADivergedRunsNumbersCountAndAFailedOnesDoNot) {
  const Plan plan = plan_of({expectation(accuracy(0.5, 0), {0, 1})});
  const auto results = check(
      plan, {{"a", attempt(RunStatus::diverged, {0.5})}, {"b", attempt(RunStatus::failed, {0.5})}});
  EXPECT_EQ(results[0].verdict, Verdict::met);
  EXPECT_EQ(results[1].verdict, Verdict::missed);
  EXPECT_EQ(results[1].got, "failed");
}

TEST(Expectations, ARunThatNeverEndedOrAMetricThatIsNotThereIsAMiss) {
  MetricClaim other = accuracy(0.5, 0);
  other.split = "test";
  const Plan plan = plan_of({expectation(accuracy(0.5, 0), {1}), expectation(other, {0})});
  const auto results = check(plan, {{"a", attempt(RunStatus::completed, {0.5})}});
  EXPECT_EQ(results[0].verdict, Verdict::missed);
  EXPECT_EQ(results[0].got, "not run");
  EXPECT_EQ(results[1].verdict, Verdict::missed);
  EXPECT_EQ(results[1].got, "not recorded");
}

TEST(Expectations, OneThatIsAboutNoPlannedRunIsShownAndIsNoMiss) {
  const auto results = check(plan_of({expectation(RunStatus::diverged, {})}), {});
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].verdict, Verdict::not_planned);
  EXPECT_FALSE(any_missed(results));
}

TEST(Expectations, DivergenceIsExpectedOfTheRunsThatAreNamedAlone) {
  const Plan plan =
      plan_of({expectation(RunStatus::completed, {0}), expectation(accuracy(0.5, 0), {0}),
               expectation(RunStatus::diverged, {1})});
  EXPECT_FALSE(divergence_expected(plan, 0));
  EXPECT_TRUE(divergence_expected(plan, 1));
}

Plan plan_of_many(const Claim& claim, size_t runs) {
  Plan plan;
  Expectation& expectation = plan.expectations.emplace_back();
  expectation.claim = claim;
  for (size_t i = 0; i < runs; ++i) {
    plan.runs.emplace_back().run_id = std::string(1, static_cast<char>('a' + i));
    expectation.runs.push_back(i);
  }
  return plan;
}

// Runs whose last accuracies are these, all under one claim with `between`.
ExpectationResult judged_together(const MetricClaim& claim, const std::vector<double>& values) {
  const Plan plan = plan_of_many(claim, values.size());
  JournaledRuns attempts;
  for (size_t i = 0; i < values.size(); ++i)
    attempts[plan.runs[i].run_id] = attempt(RunStatus::completed, {values[i]});
  const auto results = check(plan, attempts);
  EXPECT_EQ(results.size(), 1U);
  return results.at(0);
}

MetricClaim between(double value, std::optional<double> probability) {
  MetricClaim claim = accuracy(value, 0);
  claim.between = Between{probability};
  return claim;
}

TEST(Expectations, BetweenJudgesAllRunsTogether) {
  const std::vector<double> draws = {0.5, 0.25, 1.0};
  const ExpectationResult inside = judged_together(between(0.75, {}), draws);
  EXPECT_EQ(inside.verdict, Verdict::met);
  EXPECT_EQ(inside.run, nullptr);
  EXPECT_EQ(inside.observed->low, 0.25);
  EXPECT_EQ(inside.observed->high, 1.0);
  const ExpectationResult above = judged_together(between(1.5, {}), draws);
  EXPECT_EQ(above.verdict, Verdict::missed);
  EXPECT_EQ(above.difference, -0.5);
  // The interval of one more draw is wider than the range of three.
  EXPECT_EQ(judged_together(between(1.5, 0.99), draws).verdict, Verdict::met);
  EXPECT_EQ(judged_together(between(15, 0.99), draws).verdict, Verdict::missed);
}

TEST(Expectations, BetweenIsMissedWhereARunHasNoFiniteNumber) {
  const ExpectationResult nan = judged_together(between(0.5, {}), {0.25, kNan, 0.75, kInf});
  EXPECT_EQ(nan.verdict, Verdict::missed);
  EXPECT_EQ(nan.got, "2 of 4 runs not finite");
  const Plan plan = plan_of_many(between(0.5, {}), 3);
  const auto results = check(plan, {{"a", attempt(RunStatus::completed, {0.25})},
                                    {"b", attempt(RunStatus::failed, {0.5})},
                                    {"c", attempt(RunStatus::completed, {0.75})}});
  EXPECT_EQ(results.at(0).verdict, Verdict::missed);
  EXPECT_EQ(results[0].got, "b failed");
}

TEST(Expectations, BetweenOverRunsThatTheCommandLineTookAwayIsNotChecked) {
  const ExpectationResult result = judged_together(between(0.5, {}), {0.25, 0.75});
  EXPECT_EQ(result.verdict, Verdict::not_planned);
  EXPECT_EQ(result.got, "fewer than 3 runs");
}

TEST(Expectations, ValuesAreOfEpochsEachJudgedByItself) {
  MetricClaim claim{"valid", "accuracy"};
  claim.values = {0.25, 0.5};
  const Plan plan = plan_of_many(claim, 1);
  const auto results = check(plan, {{"a", attempt(RunStatus::completed, {0.25, 0.75, 1})}});
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].verdict, Verdict::met);
  EXPECT_EQ(results[1].verdict, Verdict::missed);
  EXPECT_EQ(results[1].element, 1U);
  EXPECT_EQ(results[1].expected, 0.5);
  EXPECT_EQ(results[1].difference, 0.25);
}

TEST(Expectations, AnotherMetricOfTheSameEpoch) {
  MetricClaim claim{"valid", "accuracy"};
  claim.same_as = SeriesName{"train", "accuracy"};  // -1 in each epoch
  claim.within = 1.5;
  const Plan plan = plan_of_many(claim, 1);
  const auto at = [&](double value) {
    return check(plan, {{"a", attempt(RunStatus::completed, {value})}}).at(0);
  };
  EXPECT_EQ(at(0.5).verdict, Verdict::met);
  EXPECT_EQ(at(0.5).expected, -1);
  EXPECT_EQ(at(0.625).verdict, Verdict::missed);
  EXPECT_EQ(at(0.625).difference, 1.625);
}

TEST(Expectations, TheDifferenceFromAnotherMetricMayBeADistribution) {
  MetricClaim claim{"valid", "accuracy"};
  claim.same_as = SeriesName{"train", "accuracy"};
  claim.between.emplace();
  EXPECT_EQ(judged_together(claim, {-1.5, -0.5, 0}).verdict, Verdict::met);
  const ExpectationResult above = judged_together(claim, {-0.75, -0.5, 0});
  EXPECT_EQ(above.verdict, Verdict::missed);
  EXPECT_EQ(above.difference, 0.25);
}

// However many claims there are, and elements of them: a run's records may be long.
TEST(Expectations, ARunsRecordsAreReadOnceInPlanOrderAndOnlyWhereAClaimTakesThem) {
  MetricClaim each{"valid", "accuracy"};
  each.values = {0.25, 0.75};
  MetricClaim at = accuracy(0.75, 0);
  at.value_of = ValueOf::at;
  at.epoch = 2;
  const JournaledRuns runs = {
      {"a", journaled_run("a", RunResult{}, attempt({}, {0.25, 0.75}).records.epochs)},
      {"b", journaled_run("b", RunResult{}, attempt({}, {0.25, 0.75}).records.epochs)}};
  std::vector<std::string> read;
  const auto noted = [&](const Attempt& run) {
    read.push_back(run.run_id);
    return runs.at(run.run_id).records;
  };
  const Plan several = plan_of({expectation(at, {1}), expectation(each, {0, 1}),
                                expectation(at, {0, 1}), expectation(accuracy(0.75, 0), {0, 1})});
  const auto results = check_expectations(several, find_in(runs), noted);
  EXPECT_EQ(results.size(), 9U);
  EXPECT_FALSE(any_missed(results));
  EXPECT_EQ(read, (std::vector<std::string>{"a", "b"}));

  read.clear();
  const Plan final_only =
      plan_of({expectation(accuracy(0.75, 0), {0, 1}), expectation(RunStatus::completed, {0})});
  EXPECT_FALSE(any_missed(check_expectations(final_only, find_in(runs), noted)));
  EXPECT_TRUE(read.empty());
}

TEST(Expectations, ARowsNumbersAndARunsFacts) {
  JournaledRun run = attempt(RunStatus::completed, {0.5});
  // The second row kept; where it stands in the file's split is another number.
  run.records.predictions.rows = {{0, 0, 0, {1, 0}, 9, {9, 9}},
                                  {3, 1, 0, {0.75, 0.25}, 1.5, {2, 1}}};
  run.attempt.prediction_rows = 2;
  run.attempt.made_of = std::make_shared<MadeOf>(MadeOf{2, "", {}, {{"parameters", 12}}});
  const auto value = [&](const char* metric, std::optional<uint64_t> of_class, uint64_t row = 1) {
    MetricClaim claim{"valid", metric};
    claim.value = 0;
    claim.row = RowOfPredictions{row, of_class};
    return check(plan_of_many(claim, 1), {{"a", run}}).at(0).value;
  };
  EXPECT_EQ(value("loss", {}), 1.5);
  EXPECT_EQ(value("label", {}), 1);
  EXPECT_EQ(value("decision", {}), 0);
  EXPECT_EQ(value("probability", 1), 0.25);
  EXPECT_EQ(value("logit", 0), 2);
  EXPECT_EQ(value("logit", 2), std::nullopt);
  EXPECT_EQ(value("loss", {}, 2), std::nullopt);

  MetricClaim all{"valid", "logit"};
  all.values = {2, 0};
  all.row = RowOfPredictions{1, {}};
  const auto results = check(plan_of_many(all, 1), {{"a", run}});
  EXPECT_EQ(results.at(0).verdict, Verdict::met);
  EXPECT_EQ(results.at(1).verdict, Verdict::missed);
  EXPECT_EQ(results[1].difference, 1);

  FactClaim fact;
  fact.fact = "parameters";
  fact.value = 12;
  EXPECT_EQ(check(plan_of_many(fact, 1), {{"a", run}}).at(0).verdict, Verdict::met);
  fact.value = 13;
  EXPECT_EQ(check(plan_of_many(fact, 1), {{"a", run}}).at(0).verdict, Verdict::missed);
  fact.fact = "parameters.9";
  EXPECT_EQ(check(plan_of_many(fact, 1), {{"a", run}}).at(0).got, "not recorded");
}

TEST(Expectations, AFailureThatIsExpectedIsMet) {
  const Plan plan = plan_of({expectation(RunStatus::failed, {0})});
  EXPECT_EQ(check(plan, {{"a", attempt(RunStatus::failed, {})}}).at(0).verdict, Verdict::met);
  EXPECT_EQ(check(plan, {{"a", attempt(RunStatus::completed, {})}}).at(0).verdict, Verdict::missed);
  EXPECT_TRUE(failure_expected(plan, 0));
  EXPECT_FALSE(failure_expected(plan, 1));
  EXPECT_FALSE(divergence_expected(plan, 0));
}

}  // namespace
}  // namespace logitbench
