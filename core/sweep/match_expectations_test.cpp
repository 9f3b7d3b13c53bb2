#include "core/sweep/match_expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Map map_of(std::initializer_list<Map::Entry> entries) {
  Map map;
  for (const auto& [key, value] : entries) map.set(key, value);
  return map;
}

Run run_of(const char* loss, double lr) {
  Run run;
  run.run_id = loss;
  run.resolved = map_of({{"loss", map_of({{"name", loss}, {"clip", Value()}})},
                         {"optimizer", map_of({{"name", "sgd"}, {"lr", lr}})},
                         {"train", map_of({{"shuffle", true}})}});
  run.config.epochs = 10;
  run.config.metrics = {"nll"};
  run.config.validation = ValidationSource::train;
  return run;
}

MetricClaim nll() {
  MetricClaim claim{"valid", "nll"};
  claim.value = 1;
  return claim;
}

// Losses a, b and a; learning rates 1, 1 and 0.5; 10 epochs; nll is recorded.
Plan plan_of(Map where, Claim claim) {
  Plan plan;
  plan.runs = {run_of("alpha", 1), run_of("beta", 1), run_of("alpha", 0.5)};
  Expectation& expectation = plan.expectations.emplace_back();
  expectation.place = "a.yaml:7:5";
  expectation.where = std::move(where);
  expectation.claim = std::move(claim);
  return plan;
}

std::vector<size_t> matched(Map where) {
  Plan plan = plan_of(std::move(where), nll());
  match_expectations(plan, false);
  return plan.expectations[0].runs;
}

std::string refusal(Plan plan) {
  try {
    match_expectations(plan, false);
  } catch (const ConfigError& error) {
    return error.what();
  }
  ADD_FAILURE() << "not refused";
  return "";
}

std::string refusal(Map where, Claim claim) {
  return refusal(plan_of(std::move(where), std::move(claim)));
}

TEST(MatchExpectations, ByKeysOfTheResolvedConfig) {
  EXPECT_THAT(matched({}), ElementsAre(0, 1, 2));
  EXPECT_THAT(matched(map_of({{"loss", "alpha"}})), ElementsAre(0, 2));
  EXPECT_THAT(matched(map_of({{"loss.name", "beta"}})), ElementsAre(1));
  EXPECT_THAT(matched(map_of({{"optimizer.lr", 1}, {"train.shuffle", true}})), ElementsAre(0, 1));
  EXPECT_THAT(matched(map_of({{"loss", "alpha"}, {"optimizer.lr", 0.5}})), ElementsAre(2));
}

TEST(MatchExpectations, AKeyThatIsNotThereIsNamedWithTheNearest) {
  const std::string said = refusal(map_of({{"optimizer.rl", 1.0}}), RunStatus::diverged);
  EXPECT_THAT(said, HasSubstr("a.yaml:7:5: expect: found the key 'optimizer.rl'"));
  EXPECT_THAT(said, HasSubstr("did you mean 'optimizer.lr'?"));
}

TEST(MatchExpectations, AValueThatNoRunHasIsNamedWithThoseThatAre) {
  const std::string said = refusal(map_of({{"loss", "alfa"}}), RunStatus::diverged);
  EXPECT_THAT(said, HasSubstr("a.yaml:7:5: expect: found loss 'alfa'"));
  EXPECT_THAT(said, HasSubstr("expected alpha, beta"));
}

TEST(MatchExpectations, ACombinationThatIsNotThereIsRefused) {
  EXPECT_THAT(refusal(map_of({{"loss", "beta"}, {"optimizer.lr", 0.5}}), RunStatus::diverged),
              HasSubstr("not among the runs, expected one that is: loss: beta, optimizer.lr: 0.5"));
}

TEST(MatchExpectations, AMetricThatIsNotRecordedIsRefused) {
  MetricClaim claim = nll();
  claim.metric = "acuracy";
  const std::string said = refusal({}, claim);
  EXPECT_THAT(said, HasSubstr("a.yaml:7:5: expect: found the metric 'acuracy'"));
  EXPECT_THAT(said, HasSubstr("did you mean 'accuracy'?"));
}

TEST(MatchExpectations, AnEpochBeyondTheLastIsRefused) {
  MetricClaim claim = nll();
  claim.value_of = ValueOf::at;
  claim.epoch = 11;
  EXPECT_THAT(refusal({}, claim), HasSubstr("ends with epoch 10"));
  claim.epoch = 10;
  Plan plan = plan_of({}, claim);
  EXPECT_NO_THROW(match_expectations(plan, false));
}

TEST(MatchExpectations, AnUntrainedNetworkHasNoTrainingLoss) {
  MetricClaim claim = nll();
  claim.split = "train";
  claim.value_of = ValueOf::at;
  claim.epoch = 0;
  EXPECT_THAT(refusal({}, claim), HasSubstr("train.nll of an untrained network"));
}

MetricClaim claim_of(const char* split, const char* metric, ValueOf value_of, uint64_t epoch = 0) {
  MetricClaim claim{split, metric, value_of, epoch};
  claim.value = 1;
  return claim;
}

TEST(MatchExpectations, TheGradientsNormIsOfTrainingAlone) {
  Plan plan = plan_of({}, claim_of("train", "grad_norm", ValueOf::final));
  for (auto& run : plan.runs) run.config.metrics = {"grad_norm"};
  EXPECT_NO_THROW(match_expectations(plan, false));
  for (const char* split : {"valid", "test"}) {
    plan.expectations[0].claim = claim_of(split, "grad_norm", ValueOf::final);
    EXPECT_THAT(refusal(plan), HasSubstr(std::string("a.yaml:7:5: expect: found ") + split +
                                         ".grad_norm, which is never recorded, expected "
                                         "train.grad_norm"));
  }
}

TEST(MatchExpectations, ASeriesOfClassesOrLayersIsRecordedWithItsMetric) {
  Plan plan = plan_of({}, claim_of("valid", "accuracy.class.3", ValueOf::final));
  EXPECT_THAT(refusal(plan), HasSubstr("found the metric 'accuracy.class.3', which"));
  for (auto& run : plan.runs) run.config.metrics = {"class_accuracy", "layer_grad_norm"};
  EXPECT_NO_THROW(match_expectations(plan, false));
  plan.expectations[0].claim = claim_of("valid", "accuracy.class.x", ValueOf::final);
  EXPECT_THAT(refusal(plan), HasSubstr("accuracy.class.<k>"));
  plan.expectations[0].claim = claim_of("valid", "class_accuracy", ValueOf::final);
  EXPECT_THAT(refusal(plan), HasSubstr("found the metric 'class_accuracy', which"));
  plan.expectations[0].claim = claim_of("train", "grad_norm.layer.1", ValueOf::final);
  EXPECT_NO_THROW(match_expectations(plan, false));
  plan.expectations[0].claim = claim_of("valid", "grad_norm.layer.1", ValueOf::final);
  EXPECT_THAT(refusal(plan), HasSubstr("found valid.grad_norm.layer.1, which is never recorded, "
                                       "expected train.grad_norm.layer.1"));
}

TEST(MatchExpectations, TheTestSplitIsTakenAfterTheLastEpochAlone) {
  for (const MetricClaim& claim :
       {claim_of("test", "loss", ValueOf::at, 10), claim_of("test", "loss", ValueOf::final),
        claim_of("test", "loss", ValueOf::best), claim_of("valid", "loss", ValueOf::at, 9)}) {
    Plan plan = plan_of({}, claim);
    EXPECT_NO_THROW(match_expectations(plan, false)) << claim.split;
  }
  EXPECT_THAT(refusal({}, claim_of("test", "loss", ValueOf::at, 9)),
              HasSubstr("a.yaml:7:5: expect: found test.loss at epoch 9, but alpha takes it once, "
                        "after epoch 10, expected epoch 10 or final"));
}

TEST(MatchExpectations, WhereTheTestSplitIsValidationThereIsNoOther) {
  Plan plan = plan_of({}, claim_of("test", "loss", ValueOf::final));
  plan.runs[0].config.validation = ValidationSource::fraction;
  EXPECT_NO_THROW(match_expectations(plan, false));
  // Left out it is the test split where there is one, and without one there is no test.* either.
  for (const std::optional<ValidationSource> taken :
       {std::optional(ValidationSource::test), std::optional<ValidationSource>()}) {
    plan.runs[0].config.validation = taken;
    EXPECT_THAT(refusal(plan),
                HasSubstr("a.yaml:7:5: expect: found test.loss, which alpha records only with "
                          "dataset.validation: train or a fraction, expected one of them, or "
                          "valid.loss"));
  }
}

TEST(MatchExpectations, AListPicksRunsWithAnyOfItsValues) {
  EXPECT_THAT(matched(map_of({{"loss", List{"alpha", "beta"}}})), ElementsAre(0, 1, 2));
  EXPECT_THAT(matched(map_of({{"loss", List{"alpha"}}, {"optimizer.lr", List{0.5, 1}}})),
              ElementsAre(0, 2));
  Plan plan = plan_of(map_of({{"model.hidden", List{8, 4}}}), nll());
  plan.runs[1].resolved.set("model", map_of({{"hidden", List{8, 4}}}));
  match_expectations(plan, false);
  EXPECT_THAT(plan.expectations[0].runs, ElementsAre(1));
}

TEST(MatchExpectations, EachValueOfAListMustBeSomeRuns) {
  const std::string said = refusal(map_of({{"loss", List{"alpha", "bata"}}}), nll());
  EXPECT_THAT(said, HasSubstr("found loss 'bata', which no run has"));
  EXPECT_THAT(said, HasSubstr("did you mean 'beta'?"));
}

TEST(MatchExpectations, BetweenWantsThreeRuns) {
  MetricClaim spread = nll();
  spread.between.emplace();
  Plan all = plan_of({}, spread);
  match_expectations(all, false);
  EXPECT_EQ(all.expectations[0].runs.size(), 3U);
  EXPECT_THAT(refusal(map_of({{"loss", "alpha"}}), spread),
              HasSubstr("a.yaml:7:5: expect: found between over 2 runs, expected at least 3: pick "
                        "more runs with where, or have more with sweep.repeats"));
  Plan narrowed = plan_of(map_of({{"loss", "alpha"}}), spread);
  match_expectations(narrowed, true);
  EXPECT_EQ(narrowed.expectations[0].runs.size(), 2U);
}

TEST(MatchExpectations, AsManyValuesAsEpochsAtMost) {
  MetricClaim claim{"valid", "nll"};
  claim.values.assign(10, 1.0);
  Plan plan = plan_of({}, claim);
  match_expectations(plan, false);
  claim.values.assign(11, 1.0);
  EXPECT_THAT(refusal({}, claim), HasSubstr("found epoch 11, but alpha ends with epoch 10"));
}

TEST(MatchExpectations, AnotherMetricMustBeRecordedToo) {
  MetricClaim claim{"valid", "nll"};
  claim.same_as = SeriesName{"valid", "los"};
  EXPECT_THAT(refusal({}, claim), HasSubstr("did you mean 'loss'?"));
}

TEST(MatchExpectations, ARowMustBeKept) {
  MetricClaim claim{"valid", "loss"};
  claim.value = 1;
  claim.row = RowOfPredictions{2, {}};
  EXPECT_THAT(refusal({}, claim),
              HasSubstr("a.yaml:7:5: expect: found row 2, but alpha keeps 0 rows, expected "
                        "predictions: 3 or more"));
  Plan plan = plan_of({}, claim);
  for (auto& run : plan.runs) run.config.predictions = 3;
  match_expectations(plan, false);
  EXPECT_EQ(plan.expectations[0].runs.size(), 3U);
}

TEST(MatchExpectations, WhatTheCommandLineTookAwayIsLeftWithoutRuns) {
  MetricClaim late = nll();
  late.value_of = ValueOf::at;
  late.epoch = 11;
  for (Plan plan : {plan_of(map_of({{"loss", "gamma"}}), nll()), plan_of({}, late)}) {
    match_expectations(plan, true);
    EXPECT_THAT(plan.expectations[0].runs, IsEmpty());
  }
}

}  // namespace
}  // namespace logitbench
