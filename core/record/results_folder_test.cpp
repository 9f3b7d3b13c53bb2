#include "core/record/results_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <thread>

#include "core/record/journal_reader.h"
#include "core/record/whole_file.h"
#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

Plan plan_of(const std::vector<std::string>& run_ids) {
  Plan plan{"x", "", {"loss"}, {}};
  for (const std::string& run_id : run_ids) {
    Run run;
    run.run_id = run_id;
    run.resolved.set("loss", run_id);
    run.swept = {run_id};
    plan.runs.push_back(run);
  }
  return plan;
}

void do_run(ResultsFolder& results, const Run& run, RunStatus status, double loss = 0.5) {
  Recorder& recorder = results.begin(run);
  recorder.on_batch(1, 256, 512);
  recorder.on_epoch({1, 2, {{"train", "loss", loss}}});
  results.end(run, {status, "why", 1, 100, 2});
}

template <class ErrorType>
std::string refusal(const fs::path& dir, const Plan& plan, bool fresh = false) {
  try {
    ResultsFolder results(dir, plan, fresh);
  } catch (const ErrorType& error) {
    return error.what();
  }
  return "no error";
}

class ResultsFolderTest : public testing::Test {
 protected:
  TemporaryFolder folder;
  fs::path dir = folder.path() / "results/x";
};

TEST_F(ResultsFolderTest, RecordsRunsAndWritesBothTables) {
  const Plan plan = plan_of({"b", "a"});
  ResultsFolder results(dir, plan, false);
  do_run(results, plan.runs[1], RunStatus::completed);
  do_run(results, plan.runs[0], RunStatus::diverged, std::nan(""));
  results.write_csvs();
  EXPECT_EQ(read_text(dir / "runs.csv"),
            "run_id,status,seed,loss,final.train.loss,best.train.loss,epochs,samples_per_s,wall_s\n"
            "b,diverged,0,b,nan,nan,1,100,2\n"
            "a,completed,0,a,0.5,0.5,1,100,2\n");
  EXPECT_EQ(read_text(dir / "curves.csv"),
            "run_id,epoch,step,split,metric,value\n"
            "b,1,2,train,loss,nan\n"
            "a,1,2,train,loss,0.5\n");
}

TEST_F(ResultsFolderTest, GoesOnWhereItStopped) {
  const Plan plan = plan_of({"a", "b", "c", "d"});
  std::string curves;
  {
    ResultsFolder results(dir, plan, false);
    do_run(results, plan.runs[0], RunStatus::completed);
    do_run(results, plan.runs[1], RunStatus::diverged);
    do_run(results, plan.runs[2], RunStatus::failed);
    results.begin(plan.runs[3]).on_epoch({1, 2, {{"train", "loss", 9}}});
    results.write_csvs();
    curves = read_text(dir / "curves.csv");
  }
  ResultsFolder results(dir, plan, false);
  ASSERT_NE(results.finished("a"), nullptr);
  EXPECT_EQ(results.finished("a")->samples_per_s, 100);
  EXPECT_NE(results.finished("b"), nullptr);
  EXPECT_EQ(results.finished("c"), nullptr);
  EXPECT_EQ(results.ended("c")->result->reason, "why");
  EXPECT_EQ(results.ended("d"), nullptr);
  EXPECT_EQ(results.damaged_lines(), 0u);
  results.write_csvs();
  EXPECT_EQ(read_text(dir / "curves.csv"), curves);
  EXPECT_THAT(curves, Not(HasSubstr("\nd,")));

  do_run(results, plan.runs[3], RunStatus::completed, 0.25);
  results.write_csvs();
  EXPECT_EQ(read_text(dir / "curves.csv"), curves + "d,1,2,train,loss,0.25\n");
}

TEST_F(ResultsFolderTest, AFailedRunDoneAgainIsReplaced) {
  const Plan plan = plan_of({"a"});
  {
    ResultsFolder results(dir, plan, false);
    do_run(results, plan.runs[0], RunStatus::failed, 1);
    EXPECT_EQ(read_text(dir / "runs/a/error.log"), "failed: why\n");
  }
  ResultsFolder results(dir, plan, false);
  do_run(results, plan.runs[0], RunStatus::completed, 2);
  EXPECT_FALSE(fs::exists(dir / "runs/a"));
  results.write_csvs();
  EXPECT_EQ(read_text(dir / "curves.csv"),
            "run_id,epoch,step,split,metric,value\na,1,2,train,loss,2\n");
}

TEST_F(ResultsFolderTest, PredictionsAndFactsAreKept) {
  const Plan plan = plan_of({"a"});
  const auto expect_kept = [](const ResultsFolder& kept) {
    const Attempt* attempt = kept.ended("a");
    ASSERT_NE(attempt, nullptr);
    ASSERT_EQ(attempt->made_of->facts.size(), 1u);
    EXPECT_EQ(attempt->made_of->facts[0].value, 12u);
    const Predictions predictions = read_records(*attempt).predictions;
    EXPECT_EQ(predictions.split, "valid");
    ASSERT_EQ(predictions.rows.size(), 1u);
    EXPECT_EQ(predictions.rows[0].logits[1], 1.5);
  };
  {
    ResultsFolder results(dir, plan, false);
    Recorder& recorder = results.begin(plan.runs[0]);
    recorder.on_facts({{"parameters", 12}});
    recorder.on_predictions({"valid", false, {{0, 1, 1, {0.25, 0.75}, 0.5, {-1, 1.5}}}});
    results.end(plan.runs[0], {RunStatus::completed, "", 0, 0, 0});
    expect_kept(results);
  }
  EXPECT_EQ(read_text(dir / "runs/a/predictions.csv"),
            "split,row,label,decision,p.0,p.1,loss,logit.0,logit.1\n"
            "valid,0,1,1,0.25,0.75,0.5,-1,1.5\n");
  expect_kept(ResultsFolder(dir, plan, false));
}

RunStatus status_of(const ResultsFolder& results, const std::string& run_id) {
  const Attempt* ended = results.ended(run_id);
  return ended == nullptr ? RunStatus::running : ended->result->status;
}

// At once, and read back by the next process, who may do it in the place of one that was killed.
TEST_F(ResultsFolderTest, ARunThatWaitsMayBePrunedWithWhatItHas) {
  const Plan plan = plan_of({"here", "later", "never_begun", "goes_on"});
  {
    ResultsFolder results(dir, plan, false);
    for (const size_t run : {0, 1, 3}) do_run(results, plan.runs[run], RunStatus::queued);
    results.prune(plan.runs[0], "third of three");
    results.prune(plan.runs[2], "its setting was pruned");
    do_run(results, plan.runs[3], RunStatus::completed, 0.25);
    EXPECT_EQ(status_of(results, "here"), RunStatus::pruned);
  }
  {
    ResultsFolder results(dir, plan, false);
    EXPECT_EQ(status_of(results, "here"), RunStatus::pruned);
    EXPECT_EQ(results.ended("here")->result->reason, "third of three");
    EXPECT_EQ(status_of(results, "later"), RunStatus::queued);
    EXPECT_EQ(results.values("later", "train", "loss").size(), 1U);
    EXPECT_EQ(status_of(results, "never_begun"), RunStatus::pruned);
    EXPECT_EQ(status_of(results, "goes_on"), RunStatus::completed);
    results.prune(plan.runs[1], "second of three");
  }
  ResultsFolder results(dir, plan, false);
  results.write_csvs();
  EXPECT_EQ(read_text(dir / "runs.csv"),
            "run_id,status,seed,loss,final.train.loss,best.train.loss,epochs,samples_per_s,wall_s\n"
            "here,pruned,0,here,0.5,0.5,1,100,2\n"
            "later,pruned,0,later,0.5,0.5,1,100,2\n"
            "never_begun,pruned,0,never_begun,,,0,0,0\n"
            "goes_on,completed,0,goes_on,0.25,0.25,1,100,2\n");
}

TEST_F(ResultsFolderTest, APrunedRunThatIsDoneAgainIsWhatItIsThen) {
  const Plan plan = plan_of({"a"});
  {
    ResultsFolder results(dir, plan, false);
    do_run(results, plan.runs[0], RunStatus::queued);
    results.prune(plan.runs[0], "others were better");
    do_run(results, plan.runs[0], RunStatus::interrupted);
  }
  ResultsFolder results(dir, plan, false);
  EXPECT_EQ(status_of(results, "a"), RunStatus::interrupted);
}

TEST_F(ResultsFolderTest, APlanMayGrow) {
  const Plan small = plan_of({"b"});
  {
    ResultsFolder results(dir, small, false);
    do_run(results, small.runs[0], RunStatus::completed);
  }
  const Plan grown = plan_of({"a", "b"});
  ResultsFolder results(dir, grown, false);
  EXPECT_NE(results.finished("b"), nullptr);
  results.write_csvs();
  EXPECT_THAT(read_text(dir / "runs.csv"), HasSubstr("\na,queued,0,a,"));
}

TEST_F(ResultsFolderTest, APlanThatLosesAFinishedRunIsRefusedWithTheDifference) {
  const Plan old_plan = plan_of({"a", "b"});
  {
    ResultsFolder results(dir, old_plan, false);
    do_run(results, old_plan.runs[0], RunStatus::completed);
    do_run(results, old_plan.runs[1], RunStatus::failed);
  }
  const Plan failed_left_out = plan_of({"a"});
  EXPECT_EQ(refusal<ConfigError>(dir, failed_left_out), "no error");

  const Plan plan = plan_of({"b", "c"});
  const std::string message = refusal<ConfigError>(dir, plan);
  EXPECT_THAT(message, HasSubstr("holds 1 finished run that does not occur"));
  EXPECT_THAT(message, HasSubstr("\n  a\n"));
  EXPECT_THAT(message, Not(HasSubstr("What differs")));
  EXPECT_THAT(message, HasSubstr("--fresh"));

  write_text(dir / kManifestFile, R"({"runs": [{"run_id": "a", "config": {"loss": "a"}}]})");
  EXPECT_THAT(refusal<ConfigError>(dir, plan),
              HasSubstr("What differs:\n  loss: was a; now b, c\n"));
}

TEST_F(ResultsFolderTest, FreshSetsTheOldFolderAside) {
  const Plan plan = plan_of({"a"});
  for (int n = 0; n < 3; ++n) {
    ResultsFolder results(dir / "", plan, true);
    EXPECT_EQ(results.finished("a"), nullptr);
    const std::string expected = n > 0 ? dir.string() + ".old-" + std::to_string(n) : "";
    EXPECT_EQ(results.set_aside().value_or(""), expected);
    do_run(results, plan.runs[0], RunStatus::completed, n);
    results.write_csvs();
  }
  EXPECT_THAT(read_text(dir.string() + ".old-2/curves.csv"), HasSubstr("loss,1\n"));
  EXPECT_THAT(read_text(dir / "curves.csv"), HasSubstr("loss,2\n"));
}

TEST_F(ResultsFolderTest, WhatIsNotOursIsRefusedAndLeftAlone) {
  fs::create_directories(dir);
  EXPECT_EQ(refusal<ResultsError>(dir, plan_of({"a"})), "no error");  // empty: taken

  const fs::path strange = folder.path() / "strange";
  fs::create_directories(strange);
  write_text(strange / "thesis.tex", "x");
  for (bool fresh : {false, true}) {
    EXPECT_THAT(refusal<ResultsError>(strange, plan_of({"a"}), fresh),
                HasSubstr("none that Logitbench wrote"));
    EXPECT_EQ(std::distance(fs::directory_iterator(strange), {}), 1);
  }
  EXPECT_THAT(refusal<ResultsError>(strange / "thesis.tex", plan_of({"a"})),
              HasSubstr("not a folder"));
  EXPECT_THAT(refusal<ResultsError>(strange / "thesis.tex/x", plan_of({"a"})),
              HasSubstr("Not a directory"));
}

TEST_F(ResultsFolderTest, ASecondProcessIsRefusedWithTheFirstOnesId) {
  const Plan plan = plan_of({"a"});
  const ResultsFolder results(dir, plan, false);
  for (bool fresh : {false, true}) {
    const std::string message = refusal<ResultsError>(dir, plan, fresh);
    EXPECT_THAT(message, HasSubstr(dir.string() + " is being written by process " +
                                   std::to_string(getpid()) + " on "));
  }
}

TEST_F(ResultsFolderTest, AKilledProcessLeavesAFolderThatGoesOn) {
  const Plan plan = plan_of({"a", "b"});
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    ResultsFolder results(dir, plan, false);
    do_run(results, plan.runs[0], RunStatus::completed);
    results.begin(plan.runs[1]).on_epoch({1, 2, {{"train", "loss", 9}}});
    write_text(dir / ".runs.csv.1-0.tmp", "half a ta");
    // Folders that something is in, in whatever order the folder lists them all.
    for (const char* pictures : {".plots.1.tmp", ".a_plots.1.tmp", ".z_plots.1.tmp"}) {
      fs::create_directory(dir / pictures);
      write_text(dir / pictures / "curves.svg", "<svg");
    }
    if (write(ready[1], "x", 1) != 1) _exit(1);
    pause();
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(ready[0]);
  close(ready[1]);

  ResultsFolder results(dir, plan, false);
  EXPECT_NE(results.finished("a"), nullptr);
  EXPECT_EQ(results.finished("b"), nullptr);
  for (const auto& entry : fs::directory_iterator(dir))
    EXPECT_NE(entry.path().extension(), kTemporarySuffix) << entry.path();
  do_run(results, plan.runs[1], RunStatus::completed);
  results.write_csvs();
  EXPECT_EQ(read_text(dir / "curves.csv"),
            "run_id,epoch,step,split,metric,value\na,1,2,train,loss,0.5\nb,1,2,train,loss,0.5\n");
}

TEST_F(ResultsFolderTest, DamagedLinesAreCounted) {
  const Plan plan = plan_of({"a"});
  {
    ResultsFolder results(dir, plan, false);
    do_run(results, plan.runs[0], RunStatus::completed);
  }
  write_text(dir / "journal/torn.jsonl", "0123abcd {\"event\":");
  const ResultsFolder results(dir, plan, false);
  EXPECT_EQ(results.damaged_lines(), 1u);
  EXPECT_NE(results.finished("a"), nullptr);
}

TEST_F(ResultsFolderTest, AFolderTakenAwayWhileRunningIsAnError) {
  const Plan plan = plan_of({"a"});
  ResultsFolder results(dir, plan, false);
  do_run(results, plan.runs[0], RunStatus::completed);
  fs::remove_all(dir);
  EXPECT_THROW(results.write_csvs(), ResultsError);
}

TEST_F(ResultsFolderTest, RunsMayGoOnSeveralThreads) {
  std::vector<std::string> run_ids;
  for (int i = 0; i < 40; ++i) run_ids.push_back("run" + std::to_string(i));
  const Plan plan = plan_of(run_ids);
  ResultsFolder results(dir, plan, false);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (size_t i = t; i < plan.runs.size(); i += 4)
        do_run(results, plan.runs[i], RunStatus::completed, static_cast<double>(i));
    });
  // Meanwhile another one asks: of a run that has not begun, goes on or has ended.
  threads.emplace_back([&] {
    for (size_t i = 0; i < plan.runs.size(); ++i)
      for (const auto& [epoch, loss] : results.values(run_ids[i], "train", "loss"))
        EXPECT_EQ(loss, static_cast<double>(i));
  });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& run_id : run_ids) EXPECT_NE(results.finished(run_id), nullptr);
}

TEST_F(ResultsFolderTest, ShardsAreThereTogetherAndTheLastHasEverything) {
  const Plan plan = plan_of({"a", "b", "c"});
  ResultsFolder first(dir, plan, false, Shard{1, 2});
  write_text(dir / kManifestFile,
             R"({"runs": [{"run_id": "a"}, {"run_id": "b"}, {"run_id": "c"}]})");
  first.let_other_shards_in();
  ResultsFolder second(dir, plan, false, Shard{2, 2});
  second.let_other_shards_in();
  EXPECT_THAT(refusal<ResultsError>(dir, plan), HasSubstr("(shard 1/2)"));
  EXPECT_THAT(refusal<ResultsError>(dir, plan), HasSubstr("(shard 2/2)"));
  for (const Shard shard : {Shard{2, 2}, Shard{3, 3}})
    EXPECT_THROW(ResultsFolder(dir, plan, false, shard), ResultsError) << to_text(shard);
  do_run(first, plan.runs[0], RunStatus::completed);
  do_run(second, plan.runs[1], RunStatus::completed);
  do_run(first, plan.runs[2], RunStatus::completed);
  EXPECT_FALSE(first.is_last_shard());
  EXPECT_EQ(second.finished("a"), nullptr);
  ASSERT_TRUE(second.is_last_shard());
  for (const char* run_id : {"a", "b", "c"}) EXPECT_NE(second.finished(run_id), nullptr) << run_id;
  EXPECT_THAT(refusal<ResultsError>(dir, plan), HasSubstr("is being written by process"));
  size_t files = 0;
  for (const auto& entry : fs::directory_iterator(dir / "journal"))
    files += entry.path().filename().string().starts_with("shard-") ? 1 : 0;
  EXPECT_EQ(files, 0u);
}

TEST_F(ResultsFolderTest, AShardOfAnotherPlanIsRefusedWhileOthersGoOn) {
  const Plan plan = plan_of({"a", "b"});
  const Plan grown = plan_of({"a", "b", "c"});
  {
    ResultsFolder first(dir, plan, false, Shard{1, 2});
    write_text(dir / kManifestFile, R"({"runs": [{"run_id": "a"}, {"run_id": "b"}]})");
    first.let_other_shards_in();
    try {
      ResultsFolder second(dir, grown, false, Shard{2, 2});
      FAIL() << "not refused";
    } catch (const ConfigError& error) {
      EXPECT_THAT(error.what(), HasSubstr("of 2 runs; this one has 3"));
    }
  }
  EXPECT_NO_THROW(ResultsFolder(dir, grown, false, Shard{2, 2}));
}

TEST_F(ResultsFolderTest, ARunIdThatWouldLeaveTheFolderIsAMistake) {
  EXPECT_THROW(ResultsFolder(dir, plan_of({"../a"}), false), std::logic_error);
  EXPECT_FALSE(fs::exists(dir));
}

}  // namespace
}  // namespace logitbench
