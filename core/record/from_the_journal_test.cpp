// What comes from the journal's files when it is asked for, tables a run at a time and values:
// whatever a kill, another process or a plan that grew left there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>
#include <malloc.h>

#include "core/record/journal.h"
#include "core/record/results_folder.h"
#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const std::string kHeader = "run_id,epoch,step,split,metric,value\n";

Plan plan_of(const std::vector<std::string>& run_ids) {
  Plan plan;
  plan.experiment = "x";
  for (const std::string& run_id : run_ids) plan.runs.emplace_back().run_id = run_id;
  return plan;
}

EpochRecord epoch_of(uint64_t epoch, double loss) {
  return {epoch, 2 * epoch, {{"valid", "loss", loss}}};
}

std::string row(const std::string& run_id, uint64_t epoch, const std::string& loss) {
  return run_id + "," + std::to_string(epoch) + "," + std::to_string(2 * epoch) + ",valid,loss," +
         loss + "\n";
}

RunFinished end_of(size_t epochs, RunStatus status = RunStatus::completed) {
  RunFinished finished;
  finished.result.status = status;
  finished.epoch_records = epochs;
  return finished;
}

class FromTheJournal : public testing::Test {
 protected:
  FromTheJournal() {
    fs::create_directories(journal);
    write_text(journal / kLockFile, "");  // a folder that is ours
  }

  std::string curves(const Plan& plan) const {
    ResultsFolder results(dir, plan, false);
    results.write_csvs();
    return read_text(dir / "curves.csv");
  }

  // Of a writer, or of two: each has its own.
  std::vector<fs::path> files() const { return journal_files(journal); }

  TemporaryFolder folder;
  fs::path dir = folder.path() / "x";
  fs::path journal = dir / kJournalFolder;
};

TEST_F(FromTheJournal, OfAJournalCutAnywhereHaveTheRunsThatAreWhole) {
  const Plan plan = plan_of({"b", "a"});
  {
    JournalWriter writer(journal);
    const uint64_t a = writer.run_started("a").attempt, b = writer.run_started("b").attempt;
    writer.epoch(b, epoch_of(0, 0.5));
    writer.epoch(a, epoch_of(0, 0.25));
    writer.epoch(b, epoch_of(1, 0.375));
    writer.run_finished(a, end_of(1));
    writer.run_finished(b, end_of(2));
  }
  const fs::path file = files().at(0);
  const std::string whole = read_text(file);
  const std::string rows_a = row("a", 0, "0.25"),
                    rows_b = row("b", 0, "0.5") + row("b", 1, "0.375");
  const size_t end_b = whole.size() - 1;  // without its LF the line is whole
  const size_t end_a = whole.rfind('\n', end_b - 1);
  for (size_t length = 0; length <= whole.size(); ++length) {
    write_text(file, whole.substr(0, length));
    std::string text;
    curves_csv(plan, ended_runs(read_journal(journal)), read_records,
               [&](std::string_view rows) { text += rows; });
    ASSERT_EQ(text, kHeader + (length >= end_b ? rows_b : "") + (length >= end_a ? rows_a : ""))
        << length;
  }
}

TEST_F(FromTheJournal, OfARunInterruptedAndDoneAgainHaveTheWholeAttemptAlone) {
  const Plan plan = plan_of({"a"});
  for (const bool same_process : {true, false}) {
    auto writer = std::make_unique<JournalWriter>(journal);
    const uint64_t killed = writer->run_started("a").attempt;
    writer->epoch(killed, epoch_of(0, 9));
    const uint64_t first = writer->run_started("a").attempt;
    writer->epoch(first, epoch_of(0, 0.75));
    writer->run_finished(first, end_of(1, RunStatus::interrupted));
    if (!same_process) writer = std::make_unique<JournalWriter>(journal);
    const uint64_t second = writer->run_started("a").attempt;
    writer->epoch(second, epoch_of(0, 0.5));
    if (same_process) writer->epoch(killed, epoch_of(1, 9));  // goes on beside it, as a thread may
    writer->epoch(second, epoch_of(1, 0.25));
    writer->run_finished(second, end_of(2));
    EXPECT_EQ(curves(plan), kHeader + row("a", 0, "0.5") + row("a", 1, "0.25")) << same_process;
    for (const fs::path& file : files()) fs::remove(file);
  }
}

TEST_F(FromTheJournal, OfTwoProcessesAtOnceStandInPlanOrder) {
  {
    JournalWriter one(journal), other(journal);
    const uint64_t d = one.run_started("d").attempt, c = other.run_started("c").attempt;
    one.epoch(d, epoch_of(0, 4));
    other.epoch(c, epoch_of(0, 3));
    const uint64_t a = one.run_started("a").attempt, b = other.run_started("b").attempt;
    for (uint64_t epoch : {0, 1}) {
      one.epoch(a, epoch_of(epoch, 1));
      other.epoch(b, epoch_of(epoch, 2));
    }
    one.run_finished(d, end_of(1));
    one.run_finished(a, end_of(2));
    other.run_finished(c, end_of(1));
    other.run_finished(b, end_of(2));
  }
  ASSERT_EQ(files().size(), 2U);
  EXPECT_EQ(curves(plan_of({"a", "b", "c", "d"})), kHeader + row("a", 0, "1") + row("a", 1, "1") +
                                                       row("b", 0, "2") + row("b", 1, "2") +
                                                       row("c", 0, "3") + row("d", 0, "4"));
}

TEST_F(FromTheJournal, OfAPlanThatNamesItsRunsAnewHaveTheNewNames) {
  {
    JournalWriter writer(journal);
    const uint64_t old = writer.run_started("lr1-0123456789").attempt;
    writer.epoch(old, epoch_of(0, 0.5));
    writer.run_finished(old, end_of(1));
  }
  const std::string now = "lr1-seed0-0123456789";
  const Plan grown = plan_of({now, "lr1-seed1-abcdef0123"});
  EXPECT_EQ(curves(grown), kHeader + row(now, 0, "0.5"));
  const ResultsFolder results(dir, grown, false);
  EXPECT_EQ(results.values(now, "valid", "loss"), (std::map<uint64_t, double>{{0, 0.5}}));
}

// Nothing but what the journal holds goes into a table, and a table is there whole or not at all.
TEST_F(FromTheJournal, OfAJournalChangedMeanwhileAreRefusedAndTheOldOnesStay) {
  const Plan plan = plan_of({"a"});
  ResultsFolder results(dir, plan, false);
  Recorder& recorder = results.begin(plan.runs[0]);
  recorder.on_epoch(epoch_of(0, 0.5));
  results.end(plan.runs[0], {RunStatus::completed, "", 0, 0, 0});
  results.write_csvs();
  const std::string before = read_text(dir / "curves.csv");
  const fs::path file = files().at(0);
  std::string text = read_text(file);
  text[text.find("0.5")] = '7';
  write_text(file, text);
  try {
    results.write_csvs();
    FAIL() << "not refused";
  } catch (const ResultsError& error) {
    EXPECT_THAT(error.what(), HasSubstr(file.string() + " no longer holds all of run a"));
  }
  EXPECT_EQ(read_text(dir / "curves.csv"), before);
  for (const auto& entry : fs::directory_iterator(dir))
    EXPECT_THAT(entry.path().string(), Not(HasSubstr(".tmp")));
}

TEST_F(FromTheJournal, ValuesByEpochOfARunThatGoesOnHasEndedOrHadEndedBefore) {
  using Values = std::map<uint64_t, double>;
  const Plan plan = plan_of({"a", "b", "c"});
  const auto record = [](Recorder& recorder, uint64_t epoch, double accuracy) {
    recorder.on_epoch(
        {epoch, 2 * epoch, {{"train", "accuracy", 0.125}, {"valid", "accuracy", accuracy}}});
  };
  const auto accuracy_of = [](const ResultsFolder& results, const char* run_id) {
    return results.values(run_id, "valid", "accuracy");
  };
  {
    ResultsFolder results(dir, plan, false);
    EXPECT_EQ(accuracy_of(results, "a"), Values{});
    Recorder& a = results.begin(plan.runs[0]);
    Recorder& b = results.begin(plan.runs[1]);
    record(a, 0, 0.5);
    record(b, 0, 0.25);
    record(a, 1, 0.75);
    EXPECT_EQ(accuracy_of(results, "a"), (Values{{0, 0.5}, {1, 0.75}}));
    EXPECT_EQ(accuracy_of(results, "b"), (Values{{0, 0.25}}));
    EXPECT_EQ(results.values("a", "valid", "nll"), Values{});
    results.end(plan.runs[0], {RunStatus::completed, "", 1, 0, 0});
    results.end(plan.runs[1], {RunStatus::interrupted, "", 0, 0, 0});
    record(results.begin(plan.runs[2]), 0, 1);  // killed: it never ends
    EXPECT_EQ(accuracy_of(results, "a"), (Values{{0, 0.5}, {1, 0.75}}));
  }
  ResultsFolder results(dir, plan, false);
  EXPECT_EQ(accuracy_of(results, "a"), (Values{{0, 0.5}, {1, 0.75}}));
  EXPECT_EQ(accuracy_of(results, "b"), (Values{{0, 0.25}}));
  EXPECT_EQ(accuracy_of(results, "c"), Values{});
  Recorder& again = results.begin(plan.runs[1]);
  EXPECT_EQ(accuracy_of(results, "b"), Values{});  // done again from its beginning
  record(again, 0, 0.375);
  EXPECT_EQ(accuracy_of(results, "b"), (Values{{0, 0.375}}));
  EXPECT_EQ(accuracy_of(results, "unknown"), Values{});
}

// What the C library has given out; nothing under a sanitizer, which brings its own.
size_t bytes_in_use() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Twenty runs of a thousand epochs: some 5 MB if they were kept.
TEST_F(FromTheJournal, NoEpochsAreKeptOfRunsThatHaveEndedHereOrBefore) {
  constexpr size_t kRuns = 20, kEpochs = 1000;
  constexpr size_t kMost = size_t{1} << 20;  // of it 0.3 MB one run's records, while it is written
  std::vector<std::string> run_ids;
  for (size_t i = 0; i < kRuns; ++i) run_ids.push_back("run" + std::to_string(i));
  const Plan plan = plan_of(run_ids);
  const size_t before = bytes_in_use();
  size_t most = 0;
  const auto look = [&] {
    const size_t now = bytes_in_use();
    most = std::max(most, now > before ? now - before : 0);
  };
  for (const bool again : {false, true}) {
    ResultsFolder results(dir, plan, false);
    look();
    for (const auto& run : plan.runs) {
      if (again) continue;
      Recorder& recorder = results.begin(run);
      for (size_t e = 0; e < kEpochs; ++e)
        recorder.on_epoch({e, e, {{"train", "loss", 0.5}, {"valid", "loss", 0.25}}});
      results.end(run, {RunStatus::completed, "", kEpochs - 1, 0, 0});
      look();
    }
    size_t rows = 0;
    EndedRuns ended;
    for (const auto& run : plan.runs) ended[run.run_id] = *results.ended(run.run_id);
    curves_csv(plan, ended, read_records, [&](std::string_view) {
      ++rows;
      look();
    });
    EXPECT_EQ(rows, 1 + kRuns);  // the header, and each run's at once
    results.write_csvs();
    look();
  }
  EXPECT_LT(most, kMost);
}

}  // namespace
}  // namespace logitbench
