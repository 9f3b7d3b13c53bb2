#include "core/record/journal.h"

#include <gtest/gtest.h>
#include <logitbench/error.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <limits>
#include <thread>

#include "core/record/journal_reader.h"
#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;

constexpr double kInf = std::numeric_limits<double>::infinity();

EpochRecord epoch_of(uint64_t epoch, double loss) {
  return {epoch, epoch * 49, {{"train", "loss", loss}, {"valid", "accuracy", 0.5}}};
}

fs::path only_file(const fs::path& folder) {
  fs::path file;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    EXPECT_TRUE(file.empty()) << "more than one file: " << entry.path();
    file = entry.path();
  }
  return file;
}

RunFinished ended(RunResult result, size_t epochs) {
  RunFinished finished;
  finished.result = std::move(result);
  finished.epoch_records = epochs;
  return finished;
}

Predictions two_predictions() {
  return {"valid",
          true,
          {{3, 1, 0, {0.25, 0.75}, 0.5, {-1.5, kInf}}, {4, 0, 0, {1, std::nan("")}, kInf, {2, 0}}}};
}

// Two runs, the second one never ended.
void write_two_runs(const fs::path& folder) {
  JournalWriter writer(folder);
  const uint64_t a = writer.run_started("a").attempt;
  const uint64_t b = writer.run_started("b").attempt;
  writer.epoch(a, epoch_of(1, 0.25));
  writer.epoch(b, epoch_of(1, 0.75));
  writer.epoch(a, epoch_of(2, std::nan("")));
  writer.predictions(a, two_predictions());
  RunFinished end = ended({RunStatus::diverged, "epoch 2, step 98: loss", 2, 1234.5, 0.5}, 2);
  end.about_predictions = two_predictions();
  end.prediction_records = 2;
  end.made_of = {
      2, "oneDNN 2.6.3", {{"train", "ba89"}}, {{"parameters", 35962}, {"rows.train", 60000}}};
  writer.run_finished(a, end);
}

TEST(Journal, ReadsWhatWasWritten) {
  const TemporaryFolder folder;
  write_two_runs(folder.path());
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 0u);
  ASSERT_EQ(journal.attempts.size(), 2u);

  const Attempt& a = journal.attempts[0];
  EXPECT_EQ(a.run_id, "a");
  EXPECT_GT(a.started_us, 1600000000000000);
  EXPECT_EQ(a.epochs.records(), 2u);
  EXPECT_EQ(a.epochs.last_epoch(), 2u);
  EXPECT_EQ(a.epochs.series(),
            (std::vector<MetricSeries>{{"train", "loss"}, {"valid", "accuracy"}}));
  EXPECT_TRUE(std::isnan(a.epochs.last("train", "loss").value()));
  EXPECT_EQ(a.epochs.least("train", "loss"), 0.25);
  ASSERT_TRUE(a.result.has_value());
  EXPECT_EQ(a.result->status, RunStatus::diverged);
  EXPECT_EQ(a.result->reason, "epoch 2, step 98: loss");
  EXPECT_EQ(a.result->epochs, 2u);
  EXPECT_EQ(a.result->samples_per_s, 1234.5);
  EXPECT_EQ(a.result->wall_s, 0.5);
  const MadeOf made_of = whole_made_of(a);
  EXPECT_EQ(made_of.threads, 2u);
  EXPECT_EQ(made_of.backend_library, "oneDNN 2.6.3");
  EXPECT_EQ(made_of.data_sha256, (NamedTexts{{"train", "ba89"}}));
  ASSERT_EQ(made_of.facts.size(), 2u);
  EXPECT_EQ(made_of.facts[0].name, "parameters");
  EXPECT_EQ(made_of.facts[0].value, 35962u);
  EXPECT_EQ(a.prediction_rows, 2u);

  const AttemptRecords records = read_records(a);
  ASSERT_EQ(records.epochs.size(), 2u);
  EXPECT_EQ(records.epochs[1].step, 98u);
  EXPECT_EQ(records.epochs[0].values[0].split, "train");
  EXPECT_EQ(records.epochs[0].values[0].metric, "loss");
  EXPECT_EQ(records.epochs[0].values[0].value, 0.25);
  EXPECT_TRUE(std::isnan(records.epochs[1].values[0].value));
  EXPECT_EQ(records.predictions.split, "valid");
  EXPECT_TRUE(records.predictions.single_precision);
  ASSERT_EQ(records.predictions.rows.size(), 2u);
  EXPECT_EQ(records.predictions.rows[0].row, 3u);
  EXPECT_EQ(records.predictions.rows[0].label, 1u);
  EXPECT_EQ(records.predictions.rows[0].decision, 0u);
  EXPECT_EQ(records.predictions.rows[0].probabilities, (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(records.predictions.rows[0].loss, 0.5);
  EXPECT_EQ(records.predictions.rows[0].logits, (std::vector<double>{-1.5, kInf}));
  EXPECT_TRUE(std::isnan(records.predictions.rows[1].probabilities[1]));

  EXPECT_EQ(journal.attempts[1].epochs.records(), 1u);
  EXPECT_FALSE(journal.attempts[1].result.has_value());
}

TEST(Journal, WhatOthersOvertookIsSaidOfTheRun) {
  const TemporaryFolder folder;
  JournalWriter writer(folder.path());
  writer.run_pruned("a-1", "third, by \"accuracy\"");
  const Journal journal = read_journal(folder.path());
  ASSERT_EQ(journal.pruned.size(), 1U);
  EXPECT_EQ(journal.pruned[0].run_id, "a-1");
  EXPECT_EQ(journal.pruned[0].reason, "third, by \"accuracy\"");
  EXPECT_EQ(journal.damaged_lines, 0U);
  EXPECT_TRUE(journal.attempts.empty());
}

TEST(Journal, LinesCarryTheCrcOfTheirJson) {
  // Python: binascii.crc32(b'{"event":1}') == 0xadebaded
  EXPECT_EQ(journal_line(R"({"event":1})"), R"(adebaded {"event":1})");
  EXPECT_EQ(checked_json(R"(adebaded {"event":1})"), R"({"event":1})");
  EXPECT_FALSE(checked_json(R"(adebaded {"event":2})"));
  EXPECT_FALSE(checked_json("adebaded"));
  EXPECT_FALSE(checked_json(""));
}

TEST(Journal, AFileCutAnywhereStillReads) {
  const TemporaryFolder folder;
  write_two_runs(folder.path());
  const fs::path file = only_file(folder.path());
  const std::string whole = read_text(file);
  for (size_t length = 0; length < whole.size() - 1; length += 3) {
    const std::string head = whole.substr(0, length);
    write_text(file, head);
    const Journal journal = read_journal(folder.path());
    const bool at_line_end = head.empty() || head.back() == '\n' || whole[length] == '\n';
    ASSERT_EQ(journal.damaged_lines, at_line_end ? 0u : 1u) << length;
    for (const Attempt& attempt : journal.attempts) ASSERT_FALSE(attempt.result) << length;
  }
}

TEST(Journal, AnyByteDamagedCostsItsLineAlone) {
  const TemporaryFolder folder;
  write_two_runs(folder.path());
  const fs::path file = only_file(folder.path());
  const std::string whole = read_text(file);
  for (size_t i = 0; i < whole.size() - 1; i += 5) {
    if (whole[i] == '\n') continue;  // joins two lines: both are lost
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    if (damaged[i] == '\n') continue;
    write_text(file, damaged);
    ASSERT_EQ(read_journal(folder.path()).damaged_lines, 1u) << i;
  }
}

TEST(Journal, ARunThatLostAnEpochHasNotEnded) {
  const TemporaryFolder folder;
  write_two_runs(folder.path());
  const fs::path file = only_file(folder.path());
  std::string text = read_text(file);
  text[text.find("0.25")] = '9';
  write_text(file, text);
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 1u);
  EXPECT_EQ(journal.attempts.at(0).epochs.records(), 1u);
  EXPECT_FALSE(journal.attempts.at(0).result.has_value());
}

TEST(Journal, AWholeLineOfAnUnknownKindIsCounted) {
  const TemporaryFolder folder;
  write_text(folder.path() / "x.jsonl", journal_line(R"({"event":"run_paused","attempt":0})") +
                                            "\n" +
                                            journal_line(R"({"event":"epoch","attempt":"zero"})") +
                                            "\n" + journal_line("[1, 2") + "\n");
  EXPECT_EQ(read_journal(folder.path()).damaged_lines, 3u);
}

TEST(Journal, AnAttemptThatLostAPredictionHasNoResult) {
  const TemporaryFolder folder;
  write_two_runs(folder.path());
  const fs::path file = only_file(folder.path());
  std::string text = read_text(file);
  const size_t row = text.find("\"row\":4");
  ASSERT_NE(row, std::string::npos);
  text[row + 6] = '5';
  write_text(file, text);
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 1u);
  EXPECT_FALSE(journal.attempts.at(0).result.has_value());
}

TEST(Journal, ATableWithoutWholeRowsIsDamaged) {
  const TemporaryFolder folder;
  {
    JournalWriter writer(folder.path());
    const uint64_t attempt = writer.run_started("a").attempt;
    writer.table(attempt, {"valid", "confusion", {}, {1}});
    writer.table(attempt, {"valid", "confusion", {"0", "1"}, {1, 2, 3}});
  }
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 2u);
  EXPECT_EQ(journal.attempts.at(0).tables, 0u);
}

TEST(Journal, KeepsTablesAndPhasesAndNoticesALostTable) {
  const TemporaryFolder folder;
  const ResultTable table{
      "valid", "reliability", {"rows", "confidence"}, {2, 0.75, 0, std::nan("")}};
  {
    JournalWriter writer(folder.path());
    for (const size_t said : {1, 2}) {
      const uint64_t attempt = writer.run_started("a").attempt;
      writer.table(attempt, table);
      RunFinished end;
      end.result.phases_s = {1, 2, 3, 4, 0.5};
      end.table_records = said;
      writer.run_finished(attempt, end);
    }
  }
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 0u);
  ASSERT_EQ(journal.attempts.size(), 2u);
  ASSERT_TRUE(journal.attempts[0].result);
  EXPECT_EQ(journal.attempts[0].result->phases_s, (PhaseTimes{1, 2, 3, 4, 0.5}));
  EXPECT_FALSE(journal.attempts[1].result);
  const AttemptRecords records = read_records(journal.attempts[0]);
  ASSERT_EQ(records.tables.size(), 1u);
  EXPECT_EQ(records.tables[0].split, "valid");
  EXPECT_EQ(records.tables[0].name, "reliability");
  EXPECT_EQ(records.tables[0].columns, table.columns);
  ASSERT_EQ(records.tables[0].cells.size(), 4u);
  EXPECT_EQ(records.tables[0].cells[1], 0.75);
  EXPECT_TRUE(std::isnan(records.tables[0].cells[3]));
}

TEST(Journal, OneOfAnOlderVersionHasNoFactsAndNoPredictions) {
  const TemporaryFolder folder;
  write_text(folder.path() / "old.jsonl",
             journal_line(R"({"event":"run_started","attempt":0,"run_id":"a","at_us":1})") + "\n" +
                 journal_line(R"({"event":"run_finished","attempt":0,"status":"completed",)"
                              R"("reason":"","epochs":0,"samples_per_s":0.0,"wall_s":0.5,)"
                              R"("epoch_records":0})") +
                 "\n");
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 0u);
  ASSERT_TRUE(journal.attempts.at(0).result.has_value());
  EXPECT_TRUE(journal.attempts[0].made_of->facts.empty());
  EXPECT_EQ(journal.attempts[0].prediction_rows, 0u);
  EXPECT_TRUE(read_records(journal.attempts[0]).epochs.empty());
}

TEST(Journal, OneOfTheVersionBeforeHasFactsAlone) {
  const TemporaryFolder folder;
  write_text(folder.path() / "old.jsonl",
             journal_line(R"({"event":"run_started","attempt":0,"run_id":"a","at_us":1})") + "\n" +
                 journal_line(R"({"event":"run_finished","attempt":0,"status":"completed",)"
                              R"("reason":"","epochs":0,"samples_per_s":0.0,"wall_s":0.5,)"
                              R"("epoch_records":0,"facts":{"parameters":12}})") +
                 "\n");
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 0u);
  const MadeOf& made_of = *journal.attempts.at(0).made_of;
  EXPECT_EQ(made_of.threads, 0u);
  ASSERT_EQ(made_of.facts.size(), 1u);
  EXPECT_EQ(made_of.facts[0].value, 12u);
}

TEST(Journal, TextThatIsNoUtf8IsKeptAsWellAsItGoes) {
  const TemporaryFolder folder;
  {
    JournalWriter writer(folder.path());
    writer.run_finished(writer.run_started("a").attempt,
                        ended({RunStatus::failed, "bad \xff\nname", 0, 0, 0}, 0));
  }
  const Journal journal = read_journal(folder.path());
  ASSERT_TRUE(journal.attempts.at(0).result.has_value());
  EXPECT_EQ(journal.attempts[0].result->reason, "bad \xEF\xBF\xBD\nname");
}

TEST(Journal, AProcessThatRunsNothingLeavesNoFile) {
  const TemporaryFolder folder;
  JournalWriter(folder.path()).sync();
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Journal, ThreadsDoNotMixTheirLines) {
  const TemporaryFolder folder;
  {
    JournalWriter writer(folder.path());
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&writer, t] {
        const uint64_t attempt = writer.run_started("run" + std::to_string(t)).attempt;
        for (uint64_t e = 1; e <= 50; ++e) writer.epoch(attempt, epoch_of(e, t == 0 ? -kInf : t));
        writer.run_finished(attempt, ended({RunStatus::completed, "", 50, 0, 0}, 50));
      });
    for (std::thread& thread : threads) thread.join();
  }
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 0u);
  ASSERT_EQ(journal.attempts.size(), 4u);
  for (const Attempt& attempt : journal.attempts) {
    ASSERT_TRUE(attempt.result.has_value());
    const AttemptRecords records = read_records(attempt);
    for (size_t e = 0; e < 50; ++e) ASSERT_EQ(records.epochs.at(e).epoch, e + 1);
  }
}

TEST(Journal, AFullDiskIsAnErrorAndTheNextLineIsWholeAgain) {
  const TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    JournalWriter writer(folder.path());
    const uint64_t attempt = writer.run_started("a").attempt;
    rlimit limit{static_cast<rlim_t>(fs::file_size(only_file(folder.path())) + 10), RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      writer.epoch(attempt, epoch_of(1, 0.5));
      _exit(1);
    } catch (const ResultsError&) {
    }
    limit.rlim_cur = RLIM_INFINITY;
    setrlimit(RLIMIT_FSIZE, &limit);
    writer.epoch(attempt, epoch_of(2, 0.5));
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_EQ(status, 0);
  const Journal journal = read_journal(folder.path());
  EXPECT_EQ(journal.damaged_lines, 1u);
  ASSERT_EQ(journal.attempts.at(0).epochs.records(), 1u);
  EXPECT_EQ(journal.attempts[0].epochs.last_epoch(), 2u);
}

}  // namespace
}  // namespace logitbench
