#include "core/record/tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/record/testing/journaled_run.h"

namespace logitbench {
namespace {

const double kNan = std::nan("");
constexpr double kInf = std::numeric_limits<double>::infinity();

Plan two_runs() {
  return {"x",
          "",
          {"loss", "seed", "model.hidden"},
          {planned_run("b", 0, {"mnist_loss", "0", "[64, 32]"}),
           planned_run("a", 1, {"cross_entropy", "1", "[8]"})}};
}

JournaledRun attempt(const std::string& run_id, RunStatus status, std::vector<EpochRecord> epochs,
                     int64_t started_us = 0) {
  const uint64_t last = epochs.empty() ? 0 : epochs.back().epoch;
  JournaledRun run =
      journaled_run(run_id, RunResult{status, "", last, 1000.5, 0.25}, std::move(epochs));
  run.attempt.started_us = started_us;
  return run;
}

EndedRuns ended(const std::vector<JournaledRun>& runs) {
  Journal journal;
  for (const JournaledRun& run : runs) journal.attempts.push_back(run.attempt);
  return ended_runs(std::move(journal));
}

std::string runs_text(const Plan& plan, const std::vector<JournaledRun>& runs) {
  JournaledRuns records;
  for (const JournaledRun& run : runs) records[run.attempt.run_id] = run;
  std::string text;
  runs_csv(plan, ended(runs), read_in(records), [&](std::string_view rows) { text += rows; });
  return text;
}

std::string curves_text(const Plan& plan, const std::vector<JournaledRun>& runs) {
  JournaledRuns records;
  for (const JournaledRun& run : runs) records[run.attempt.run_id] = run;
  std::string text;
  curves_csv(plan, ended(runs), read_in(records), [&](std::string_view rows) { text += rows; });
  return text;
}

TEST(Tables, AreWhatTheContractSays) {
  const std::vector<JournaledRun> runs = {
      attempt(
          "a", RunStatus::completed,
          {{0, 0, {{"valid", "loss", 0.7}, {"valid", "accuracy", 0.5}}},
           {1, 49, {{"train", "loss", 0.6}, {"valid", "loss", 0.5}, {"valid", "accuracy", 0.9}}},
           {2,
            98,
            {{"test", "loss", 0.2},
             {"train", "loss", 0.4},
             {"valid", "loss", 0.55},
             {"valid", "accuracy", 0.8}}}}),
      attempt("b", RunStatus::diverged,
              {{1,
                49,
                {{"train", "loss", kNan},
                 {"train", "grad_norm", kInf},
                 {"valid", "accuracy", 0.25}}}})};
  EXPECT_EQ(
      runs_text(two_runs(), runs),
      "run_id,status,seed,loss,model.hidden,"
      "final.train.loss,final.train.grad_norm,final.valid.loss,final.valid.accuracy,final.test."
      "loss,"
      "best.train.loss,best.train.grad_norm,best.valid.loss,best.valid.accuracy,best.test.loss,"
      "epochs,samples_per_s,wall_s\n"
      "b,diverged,0,mnist_loss,\"[64, 32]\",nan,inf,,0.25,,nan,inf,,0.25,,1,1000.5,0.25\n"
      "a,completed,1,cross_entropy,[8],0.4,,0.55,0.8,0.2,0.4,,0.5,0.9,0.2,2,1000.5,0.25\n");
  EXPECT_EQ(curves_text(two_runs(), runs),
            "run_id,epoch,step,split,metric,value\n"
            "b,1,49,train,loss,nan\n"
            "b,1,49,train,grad_norm,inf\n"
            "b,1,49,valid,accuracy,0.25\n"
            "a,0,0,valid,loss,0.7\n"
            "a,0,0,valid,accuracy,0.5\n"
            "a,1,49,train,loss,0.6\n"
            "a,1,49,valid,loss,0.5\n"
            "a,1,49,valid,accuracy,0.9\n"
            "a,2,98,train,loss,0.4\n"
            "a,2,98,valid,loss,0.55\n"
            "a,2,98,valid,accuracy,0.8\n"
            "a,2,98,test,loss,0.2\n");
}

TEST(Tables, ARunThatHasNotEndedIsQueuedAndHasNoCurve) {
  const std::vector<JournaledRun> runs = {attempt("a", RunStatus::failed, {})};
  EXPECT_EQ(runs_text(two_runs(), runs),
            "run_id,status,seed,loss,model.hidden,epochs,samples_per_s,wall_s\n"
            "b,queued,0,mnist_loss,\"[64, 32]\",,,\n"
            "a,failed,1,cross_entropy,[8],0,1000.5,0.25\n");
  EXPECT_EQ(curves_text(two_runs(), runs), "run_id,epoch,step,split,metric,value\n");
}

TEST(Tables, ColumnsDoNotDependOnWhichRunEndedFirst) {
  const JournaledRun a = attempt("a", RunStatus::completed, {{1, 1, {{"valid", "nll", 1}}}});
  const JournaledRun b = attempt("b", RunStatus::completed, {{1, 1, {{"valid", "confidence", 1}}}});
  EXPECT_EQ(runs_text(two_runs(), {a, b}), runs_text(two_runs(), {b, a}));
}

TEST(EndedRuns, TheLastAttemptThatEndedSpeaks) {
  JournaledRun never_ended = attempt("a", RunStatus::completed, {}, 30);
  never_ended.attempt.result.reset();
  const EndedRuns runs = ended({attempt("a", RunStatus::interrupted, {}, 20),
                                attempt("a", RunStatus::failed, {}, 10), never_ended});
  EXPECT_EQ(runs.at("a").result->status, RunStatus::interrupted);
}

TEST(EndedRuns, AFinishedAttemptStandsBeforeLaterOthers) {
  const EndedRuns runs =
      ended({attempt("a", RunStatus::diverged, {}, 10), attempt("a", RunStatus::failed, {}, 20)});
  EXPECT_EQ(runs.at("a").result->status, RunStatus::diverged);
}

TEST(BestValue, NanNeverWins) {
  const auto best = [](const char* metric, std::vector<double> values) {
    std::vector<EpochRecord> epochs;
    for (double value : values)
      epochs.push_back({epochs.size() + 1, 0, {{"valid", metric, value}}});
    return best_value(attempt("a", RunStatus::completed, std::move(epochs)).attempt, "valid",
                      metric, Objective::minimize);
  };
  EXPECT_EQ(best("loss", {kNan, 2, 1, 3, kNan}), 1);
  EXPECT_EQ(best("accuracy", {kNan, 2, 3, 1, kNan}), 3);
  EXPECT_EQ(best("confidence", {0.2, kNan}), 0.2);
  EXPECT_EQ(best("grad_norm", {kInf, kNan}), kInf);
  EXPECT_EQ(best("accuracy.class.12", {kNan, 2, 3, 1}), 3);
  EXPECT_EQ(best("grad_norm.layer.1", {2, 1, kNan}), 1);
  EXPECT_TRUE(std::isnan(best("loss", {kNan, kNan}).value()));
  EXPECT_FALSE(best("loss", {}).has_value());
}

TEST(BestValue, AnotherNameIsAMistake) {
  const Attempt run = attempt("a", RunStatus::completed, {}).attempt;
  EXPECT_THROW(best_value(run, "valid", "los", Objective::minimize), std::logic_error);
}

TEST(BestValue, OfTheLossIsTheLargestWhereItIsMaximized) {
  const Attempt run = attempt("a", RunStatus::completed,
                              {{1, 1, {{"valid", "loss", 2}, {"valid", "nll", 2}}},
                               {2, 2, {{"valid", "loss", kNan}, {"valid", "nll", kNan}}},
                               {3, 3, {{"valid", "loss", 3}, {"valid", "nll", 3}}},
                               {4, 4, {{"valid", "loss", 1}, {"valid", "nll", 1}}}})
                          .attempt;
  EXPECT_EQ(best_value(run, "valid", "loss", Objective::maximize), 3);
  EXPECT_EQ(best_value(run, "valid", "loss", Objective::minimize), 1);
  EXPECT_EQ(best_value(run, "valid", "nll", Objective::maximize), 1);
}

TEST(Tables, TheBestLossIsByEachRunsOwnObjective) {
  Plan plan{"x", "", {}, {planned_run("a", 0, {}), planned_run("b", 0, {})}};
  plan.runs[1].config.objective = Objective::maximize;
  const std::vector<EpochRecord> epochs = {{1, 1, {{"valid", "loss", 0.25}}},
                                           {2, 2, {{"valid", "loss", 0.75}}},
                                           {3, 3, {{"valid", "loss", 0.5}}}};
  EXPECT_EQ(runs_text(plan, {attempt("a", RunStatus::completed, epochs),
                             attempt("b", RunStatus::completed, epochs)}),
            "run_id,status,seed,final.valid.loss,best.valid.loss,epochs,samples_per_s,wall_s\n"
            "a,completed,0,0.5,0.25,3,1000.5,0.25\n"
            "b,completed,0,0.5,0.75,3,1000.5,0.25\n");
}

std::string tables_text(const Plan& plan, const std::vector<JournaledRun>& runs) {
  JournaledRuns records;
  for (const JournaledRun& run : runs) records[run.attempt.run_id] = run;
  std::string text;
  tables_csv(plan, ended(runs), read_in(records), [&](std::string_view rows) { text += rows; });
  return text;
}

TEST(Tables, TablesOfRunsAreLongAndInPlanOrder) {
  JournaledRun a = attempt("a", RunStatus::completed, {}),
               b = attempt("b", RunStatus::diverged, {});
  a.records.tables = {{"valid", "confusion", {"0", "1"}, {3, 1, 0, 1e6}}};
  b.records.tables = {{"valid", "reliability", {"rows", "accuracy"}, {0, kNan}}};
  for (JournaledRun* run : {&a, &b}) run->attempt.tables = 1;
  EXPECT_EQ(tables_text(two_runs(), {a, b}),
            "run_id,split,table,row,column,value\n"
            "b,valid,reliability,0,rows,0\n"
            "b,valid,reliability,0,accuracy,nan\n"
            "a,valid,confusion,0,0,3\n"
            "a,valid,confusion,0,1,1\n"
            "a,valid,confusion,1,0,0\n"
            "a,valid,confusion,1,1,1000000\n");
  EXPECT_EQ(tables_text(two_runs(), {attempt("a", RunStatus::completed, {})}),
            "run_id,split,table,row,column,value\n");
}

TEST(Tables, PhasesAreTheLastColumnsWhereAnyRunAsksForThem) {
  Plan plan = two_runs();
  plan.runs[1].config.metrics = {"phase_times"};
  JournaledRun a = attempt("a", RunStatus::completed, {}),
               b = attempt("b", RunStatus::completed, {});
  a.attempt.result->phases_s = {0.5, 1, 0.25, 2, 0.125};
  EXPECT_EQ(runs_text(plan, {a, b}),
            "run_id,status,seed,loss,model.hidden,epochs,samples_per_s,wall_s,data_s,forward_s,"
            "loss_s,backward_s,update_s\n"
            "b,completed,0,mnist_loss,\"[64, 32]\",0,1000.5,0.25,,,,,\n"
            "a,completed,1,cross_entropy,[8],0,1000.5,0.25,0.5,1,0.25,2,0.125\n");
  plan.runs[1].config.target = 0.8;
  EXPECT_TRUE(runs_text(plan, {a}).ends_with("1000.5,0.25,,,0.5,1,0.25,2,0.125\n"));
}

TEST(Predictions, AreNumbersOfTheTypeThatMadeThem) {
  Predictions predictions{
      "valid",
      true,
      {{0, 1, 0, {0.1F, 0.9F}, 2.3F, {-1.1F, 1}}, {7, 1, 1, {0.25, kNan}, kNan, {0, 0.5}}}};
  EXPECT_EQ(predictions_csv(predictions),
            "split,row,label,decision,p.0,p.1,loss,logit.0,logit.1\n"
            "valid,0,1,0,0.1,0.9,2.3,-1.1,1\n"
            "valid,7,1,1,0.25,nan,nan,0,0.5\n");
  predictions.single_precision = false;
  EXPECT_NE(predictions_csv(predictions).find("0.10000000149011612"), std::string::npos);
  EXPECT_EQ(predictions_csv({}), "split,row,label,decision,loss\n");
}

TEST(Tables, TheFirstEpochAtTheTargetAndTheTimeUntilThenAreTheLastColumns) {
  Plan plan = two_runs();
  plan.runs[1].config.target = 0.8;
  // At epoch 0 nothing has been trained yet; NaN reaches nothing.
  std::vector<EpochRecord> epochs = {{0, 0, {{"valid", "accuracy", 0.9}}, 0.125},
                                     {1, 9, {{"valid", "accuracy", kNan}}, 0.25},
                                     {2, 18, {{"valid", "accuracy", 0.8}}, 0.5},
                                     {3, 27, {{"valid", "accuracy", 0.95}}, 0.75}};
  const std::vector<JournaledRun> reached = {attempt("a", RunStatus::completed, epochs)};
  EXPECT_EQ(runs_text(plan, reached),
            "run_id,status,seed,loss,model.hidden,final.valid.accuracy,best.valid.accuracy,epochs,"
            "samples_per_s,wall_s,target_epoch,target_s\n"
            "b,queued,0,mnist_loss,\"[64, 32]\",,,,,,,\n"
            "a,completed,1,cross_entropy,[8],0.95,0.95,3,1000.5,0.25,2,0.5\n");
  plan.runs[1].config.target = 0.96;
  EXPECT_TRUE(runs_text(plan, reached).ends_with("1000.5,0.25,,\n"));
  // A journal of an earlier version knows no times.
  plan.runs[1].config.target = 0.8;
  for (EpochRecord& record : epochs) record.wall_s = 0;
  EXPECT_TRUE(
      runs_text(plan, {attempt("a", RunStatus::completed, epochs)}).ends_with("1000.5,0.25,2,\n"));
}

}  // namespace
}  // namespace logitbench
