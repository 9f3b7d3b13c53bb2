// The journal: what makes a kill harmless. One append-only file per writing process,
// journal/<host>-<pid>-<microseconds since 1970>.jsonl; each line is
//
//   <CRC-32 of the JSON, eight hex digits> <JSON> LF
//
// and is written with one write(2). A line that is torn or damaged is skipped when reading, and
// counted. Events: run_started, epoch, prediction, table, run_finished; each names its attempt, one
// execution of a run, by a number that is unique in the file. NaN and infinities stand as the words
// of number_text.h.
#pragma once

#include <logitbench/recorder.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/record/attempt.h"

namespace logitbench {

// What is said of an attempt when it ends.
struct RunFinished {
  RunResult result;
  MadeOf made_of;
  Predictions about_predictions;  // all but the rows
  // How many events of these kinds it has, so that a lost one is noticed.
  size_t epoch_records = 0;
  size_t prediction_records = 0;
  size_t table_records = 0;
};

// Thread safe. Throws ResultsError where a line cannot be written.
class JournalWriter {
 public:
  // The file is created by the first event: a process that runs nothing leaves none.
  explicit JournalWriter(std::filesystem::path folder);
  ~JournalWriter();
  JournalWriter(const JournalWriter&) = delete;
  JournalWriter& operator=(const JournalWriter&) = delete;

  // Returns where the attempt's events begin, and its number.
  JournalPlace run_started(const std::string& run_id);
  void epoch(uint64_t attempt, const EpochRecord& record);
  // An event for each row.
  void predictions(uint64_t attempt, const Predictions& predictions);
  void table(uint64_t attempt, const ResultTable& table);
  void run_finished(uint64_t attempt, const RunFinished& finished);
  void run_pruned(const std::string& run_id, const std::string& reason);
  // Up to where the file has been written.
  uint64_t end();
  // Everything written so far is on the disk afterwards.
  void sync();

 private:
  void append(std::string_view json);
  void create();
  uint64_t written() const;

  std::filesystem::path folder_;
  std::shared_ptr<const std::filesystem::path> file_;
  std::mutex mutex_;
  int descriptor_ = -1;
  uint64_t next_attempt_ = 0;
  bool torn_ = false;  // the last write stopped within a line
};

// A line without its LF, and its JSON again; nothing for a line that is torn or damaged.
std::string journal_line(std::string_view json);
std::optional<std::string_view> checked_json(std::string_view line);

}  // namespace logitbench
