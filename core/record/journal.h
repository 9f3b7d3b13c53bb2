// The journal: what makes a kill harmless. One append-only file per writing process,
// journal/<host>-<pid>-<microseconds since 1970>.jsonl; each line is
//
//   <CRC-32 of the JSON, eight hex digits> <JSON> LF
//
// and is written with one write(2). A line that is torn or damaged is skipped when reading, and
// counted. Events: run_started, epoch, prediction, run_finished; each names its attempt, one
// execution of a run, by a number that is unique in the file. NaN and infinities stand as the words
// of number_text.h.
#pragma once

#include <logitbench/recorder.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/record/made_of.h"

namespace logitbench {

// One execution of a run.
struct Attempt {
  std::string run_id;
  int64_t started_us = 0;  // since 1970
  std::vector<EpochRecord> epochs;
  std::optional<RunResult> result;  // none: it never ended, or a part of it is lost
  Predictions predictions;          // no rows where none were asked for
  MadeOf made_of;
};

// Thread safe. Throws ResultsError where a line cannot be written.
class JournalWriter {
 public:
  // The file is created by the first event: a process that runs nothing leaves none.
  explicit JournalWriter(std::filesystem::path folder);
  ~JournalWriter();
  JournalWriter(const JournalWriter&) = delete;
  JournalWriter& operator=(const JournalWriter&) = delete;

  // Returns the attempt's number.
  uint64_t run_started(const std::string& run_id);
  void epoch(uint64_t attempt, const EpochRecord& record);
  // An event for each row.
  void predictions(uint64_t attempt, const Predictions& predictions);
  // Its result, what it is made of, and how many epochs and predictions it has, so that a lost
  // event is noticed.
  void run_finished(uint64_t attempt, const Attempt& ended);
  // Everything written so far is on the disk afterwards.
  void sync();

 private:
  void append(std::string_view json);
  void create();

  std::filesystem::path folder_;
  std::filesystem::path file_;
  std::mutex mutex_;
  int descriptor_ = -1;
  uint64_t next_attempt_ = 0;
  bool torn_ = false;  // the last write stopped within a line
};

struct Journal {
  std::vector<Attempt> attempts;  // by file name, then as started
  size_t damaged_lines = 0;
};

// All files of the folder. Throws ResultsError for one that cannot be read.
Journal read_journal(const std::filesystem::path& folder);

// The files by name, and one of them.
std::vector<std::filesystem::path> journal_files(const std::filesystem::path& folder);
Journal read_journal_file(const std::filesystem::path& file);

// A line without its LF, and its JSON again; nothing for a line that is torn or damaged.
std::string journal_line(std::string_view json);
std::optional<std::string_view> checked_json(std::string_view line);

}  // namespace logitbench
