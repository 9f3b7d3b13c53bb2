#include "core/sweep/early_stopping.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const double kNan = std::nan("");

// Runs in plan order, `repeats` of each setting; the hash of run i is that of its own number.
Plan plan_of(size_t settings, uint64_t epochs, StopMethod method, size_t repeats = 1) {
  Plan plan;
  plan.swept_keys = {"optimizer.lr"};
  plan.stop.method = method;
  for (size_t setting = 0; setting < settings; ++setting)
    for (size_t seed = 0; seed < repeats; ++seed) {
      Run run;
      run.run_id = fmt::format("lr{}-seed{}-{:010x}", setting, seed, plan.runs.size());
      run.config.epochs = epochs;
      run.config.seed = seed;
      run.swept = {std::to_string(setting)};
      run.resolved.set("optimizer", std::to_string(setting));
      run.resolved.set("seed", static_cast<int64_t>(seed));
      plan.runs.push_back(run);
    }
  return plan;
}

// A sweep whose runs reach what `curve` says, and what becomes of them.
class Trial {
 public:
  using Curve = std::function<double(size_t run, uint64_t epoch)>;
  Trial(const Plan& of, Curve curve)
      : plan(of), standings(of.runs.size()), curve_(std::move(curve)) {}

  void run() {
    EarlyStopping stopping(plan);
    const StandingOf standing = [&](size_t i) { return standings[i]; };
    while (const auto round = stopping.next(standing)) {
      rounds.push_back(round->runs);
      for (const size_t i : round->runs)
        if (standings[i].status != RunStatus::completed) train(i, round->limit);
      for (const PrunedRun& pruned : stopping.judge(standing)) {
        EXPECT_EQ(standings[pruned.run].status, RunStatus::queued);
        standings[pruned.run].status = RunStatus::pruned;
        reasons[pruned.run] = pruned.reason;
      }
    }
  }

  std::vector<size_t> ended_as(RunStatus status) const {
    std::vector<size_t> result;
    for (size_t i = 0; i < standings.size(); ++i)
      if (standings[i].status == status) result.push_back(i);
    return result;
  }
  std::vector<size_t> completed() const { return ended_as(RunStatus::completed); }
  std::vector<size_t> round_sizes() const {
    std::vector<size_t> sizes;
    for (const auto& round : rounds) sizes.push_back(round.size());
    return sizes;
  }

  Plan plan;
  std::set<size_t> failing, diverging;
  std::vector<std::vector<size_t>> rounds;
  std::map<size_t, std::string> reasons;
  std::vector<Standing> standings;

 private:
  void train(size_t i, const RunLimit& limit) {
    Standing& standing = standings[i];
    standing = {RunStatus::completed, {}};
    if (failing.contains(i)) {
      standing.status = RunStatus::failed;
      return;
    }
    LimitWatch watch(limit);
    for (uint64_t epoch = 1; epoch <= plan.runs[i].config.epochs; ++epoch) {
      standing.values.push_back(curve_(i, epoch));
      const LimitWatch::Verdict verdict = watch.after_epoch(epoch, standing.values.back());
      if (verdict == LimitWatch::Verdict::goes_on || epoch == plan.runs[i].config.epochs ||
          diverging.contains(i))
        continue;
      standing.status =
          verdict == LimitWatch::Verdict::waits ? RunStatus::queued : RunStatus::pruned;
      if (standing.status == RunStatus::pruned) reasons[i] = watch.reason();
      break;
    }
    if (diverging.contains(i)) standing.status = RunStatus::diverged;
  }

  Curve curve_;
};

double its_number(size_t run, uint64_t) { return static_cast<double>(run); }
double minus_its_number(size_t run, uint64_t) { return -static_cast<double>(run); }

TEST(SuccessiveHalving, ThirdsAreTheBestOfEachRound) {
  // Later runs are better, and run 20 better than any from epoch 3 on.
  Trial trial(plan_of(27, 9, StopMethod::successive_halving), [](size_t run, uint64_t epoch) {
    return run == 20 && epoch >= 3 ? 100 : static_cast<double>(run);
  });
  trial.run();
  EXPECT_THAT(trial.round_sizes(), ElementsAre(27, 9, 3, 0));
  EXPECT_THAT(trial.rounds[1], ElementsAre(18, 19, 20, 21, 22, 23, 24, 25, 26));
  EXPECT_THAT(trial.completed(), ElementsAre(20, 25, 26));
  EXPECT_EQ(trial.reasons[0],
            "number 27 of 27 by the best valid.accuracy in 1 epoch, 0; the first 9 went on");
  EXPECT_EQ(trial.reasons[24],
            "number 4 of 9 by the best valid.accuracy in 3 epochs, 24; the first 3 went on");
}

TEST(SuccessiveHalving, OneAlwaysGoesOnAndEqualsInPlanOrder) {
  Trial trial(plan_of(2, 100, StopMethod::successive_halving),
              [](size_t, uint64_t) { return 0.5; });
  trial.run();
  EXPECT_THAT(trial.completed(), ElementsAre(0));
}

TEST(SuccessiveHalving, WhatDivergedOrFailedDoesNotGoOnAndIsNotPruned) {
  Trial trial(plan_of(9, 9, StopMethod::successive_halving),
              [](size_t run, uint64_t) { return run == 6 ? kNan : static_cast<double>(run); });
  trial.diverging = {8};
  trial.failing = {7};
  trial.run();
  EXPECT_EQ(trial.standings[8].status, RunStatus::diverged);
  EXPECT_EQ(trial.standings[7].status, RunStatus::failed);
  EXPECT_EQ(trial.standings[6].status, RunStatus::pruned);  // NaN comes last
  EXPECT_THAT(trial.rounds[1], ElementsAre(3, 4, 5));
  EXPECT_THAT(trial.completed(), ElementsAre(5));
}

TEST(SuccessiveHalving, AllFailedEndsIt) {
  Trial trial(plan_of(3, 9, StopMethod::successive_halving), its_number);
  trial.failing = {0, 1, 2};
  trial.run();
  EXPECT_THAT(trial.round_sizes(), ElementsAre(3, 0));
}

TEST(SuccessiveHalving, FirstEpochsAndFactorAreTheConfigs) {
  Plan plan = plan_of(8, 100, StopMethod::successive_halving);
  plan.stop.first_epochs = 5;
  plan.stop.factor = 2;
  Trial trial(plan, minus_its_number);
  trial.run();
  EXPECT_THAT(trial.round_sizes(), ElementsAre(8, 4, 2, 1, 0));
  EXPECT_EQ(trial.standings[7].values.size(), 5U);
  EXPECT_EQ(trial.standings[3].values.size(), 10U);
  EXPECT_EQ(trial.standings[1].values.size(), 20U);
  EXPECT_THAT(trial.completed(), ElementsAre(0));
}

TEST(MedianStopping, EndsWhatIsBelowTheMedianOfThoseBefore) {
  Trial trial(plan_of(20, 4, StopMethod::median),
              [](size_t run, uint64_t) { return static_cast<double>(run % 10); });
  trial.run();
  EXPECT_THAT(trial.round_sizes(), ElementsAre(5, 5, 10, 0));
  // None of 5 to 9 is below the median of 0 to 4; of those after them half are below 4.5.
  EXPECT_THAT(trial.ended_as(RunStatus::pruned), ElementsAre(10, 11, 12, 13, 14));
  EXPECT_EQ(trial.standings[10].values.size(), 1U);
  EXPECT_EQ(trial.reasons[10],
            "after epoch 1 its best valid.accuracy was 0, the median of the 10 runs before it 4.5");
}

TEST(MedianStopping, AfterMeansNotBefore) {
  Plan plan = plan_of(10, 8, StopMethod::median);
  plan.stop.after = 3;
  Trial trial(plan, minus_its_number);
  trial.run();
  EXPECT_THAT(trial.ended_as(RunStatus::pruned), ElementsAre(5, 6, 7, 8, 9));
  for (size_t i = 5; i < 10; ++i) EXPECT_EQ(trial.standings[i].values.size(), 3U) << i;
}

TEST(MedianStopping, WhatEndedEarlierStillCountsLater) {
  // Run 3 ends after epoch 1. Without it the last two would be measured in epoch 2 against 3, the
  // median of 1, 2, 3, 5, 6, and 2.8 ended; with it the median stays 2.5.
  Plan plan = plan_of(8, 4, StopMethod::median);
  plan.stop.first = 3;
  const double reached[] = {1, 2, 3, 0, 5, 6, 2.8, 2.4};
  Trial trial(plan, [&](size_t run, uint64_t) { return reached[run]; });
  trial.run();
  EXPECT_THAT(trial.round_sizes(), ElementsAre(3, 3, 2, 0));
  EXPECT_THAT(trial.ended_as(RunStatus::pruned), ElementsAre(3, 7));
}

TEST(MedianStopping, DivergedRunsAreWorseThanAnyAndFailedOnesAreNone) {
  Plan plan = plan_of(6, 4, StopMethod::median);
  plan.stop.first = 3;
  const auto curve = [](size_t run, uint64_t) { return run < 3 ? 10.0 : static_cast<double>(run); };
  Trial diverged(plan, curve);
  diverged.diverging = {0, 1};
  diverged.run();
  EXPECT_THAT(diverged.ended_as(RunStatus::pruned), ElementsAre());  // the median is no number
  Trial failed(plan, curve);
  failed.failing = {0, 1};
  failed.run();
  EXPECT_THAT(failed.ended_as(RunStatus::pruned), ElementsAre(3, 4, 5));  // the third one's
}

TEST(MedianStopping, TheOrderIsThatOfTheHashesNotThePlans) {
  Plan plan = plan_of(10, 4, StopMethod::median);
  for (size_t i = 0; i < 10; ++i) plan.runs[i].run_id = fmt::format("a-{:010x}", 9 - i);
  Trial trial(plan, its_number);
  trial.run();
  EXPECT_THAT(trial.rounds[0], ElementsAre(9, 8, 7, 6, 5));
}

TEST(EarlyStopping, TheFirstSeedDecidesForItsSetting) {
  for (const StopMethod method : {StopMethod::successive_halving, StopMethod::median}) {
    Plan plan = plan_of(6, 4, method, 3);
    plan.stop.first = 3;
    Trial trial(plan, minus_its_number);
    trial.diverging = {0};
    trial.run();
    size_t went_on = 0, pruned = 0;
    for (size_t setting = 0; setting < 6; ++setting) {
      const RunStatus first = trial.standings[3 * setting].status;
      for (size_t run = 3 * setting + 1; run < 3 * setting + 3; ++run) {
        const bool goes_on = first == RunStatus::completed;
        ++(goes_on ? went_on : pruned);
        EXPECT_EQ(trial.standings[run].status, goes_on ? first : RunStatus::pruned);
        EXPECT_EQ(trial.standings[run].values.size(), goes_on ? 4U : 0U);
        EXPECT_EQ(trial.reasons[run], goes_on ? ""
                                      : first == RunStatus::diverged
                                          ? "its setting diverged with seed 0"
                                          : "its setting was pruned with seed 0");
      }
    }
    EXPECT_GT(went_on, 0U);
    EXPECT_GT(pruned, 2U);
  }
}

TEST(EarlyStopping, WithoutAMethodThereIsOneRoundOfAll) {
  Plan plan = plan_of(4, 2, StopMethod::median);
  plan.stop.method.reset();
  Trial trial(plan, its_number);
  trial.run();
  EXPECT_EQ(trial.rounds, (std::vector<std::vector<size_t>>{{0, 1, 2, 3}}));
  EXPECT_EQ(trial.completed().size(), 4U);
}

std::string refusal(const Plan& plan) {
  try {
    check_competition(plan);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

TEST(EarlyStopping, RunsCompeteInWhatTheyHaveInCommon) {
  Plan plan = plan_of(2, 2, StopMethod::median);
  plan.runs[0].resolved.set("loss", "cross_entropy");
  plan.runs[1].resolved.set("loss", "softmax_prob");
  EXPECT_EQ(refusal(plan), "no error");
  plan.stop.metric = "nll";
  EXPECT_THAT(refusal(plan), HasSubstr("expected it under metrics, too: metrics: [nll]"));
  for (auto& run : plan.runs) run.config.metrics = {"nll"};
  EXPECT_EQ(refusal(plan), "no error");
  plan.stop.metric = "accuracy.class.1";
  EXPECT_THAT(refusal(plan), HasSubstr("too: metrics: [class_accuracy]"));
  for (auto& run : plan.runs) run.config.metrics = {"class_accuracy"};
  EXPECT_EQ(refusal(plan), "no error");
  plan.stop.metric = "loss";
  EXPECT_THAT(refusal(plan), HasSubstr("in the unit of the loss, which is another in lr1-"));
  plan.runs[1].resolved.set("loss", "cross_entropy");
  EXPECT_EQ(refusal(plan), "no error");
  plan.runs[1].resolved.set("reduction", "sum");
  EXPECT_THAT(refusal(plan), HasSubstr("in the unit of the loss"));
}

// Not by the swept values as written: a seed may be set in some cases, another key in others.
TEST(EarlyStopping, ASettingIsAllOfTheConfigButTheSeed) {
  Plan plan = plan_of(2, 4, StopMethod::successive_halving);
  plan.runs[1].resolved = plan.runs[0].resolved;
  plan.runs[1].resolved.set("seed", 7);
  Trial trial(plan, its_number);
  trial.run();
  EXPECT_EQ(trial.rounds, (std::vector<std::vector<size_t>>{{0}, {1}}));
}

}  // namespace
}  // namespace logitbench
