// results/<experiment>/: what one experiment's runs leave behind, and what is already there.
//
//   ResultsFolder results(dir, plan, fresh);
//   for (const Run& run : plan.runs)
//     if (!results.finished(run.run_id)) results.end(run, train(run, results.begin(run)));
//   results.write_csvs();
//
// The journal is the truth; the CSVs are made from it. begin, end, finished and ended may be called
// from several threads at once; a Recorder belongs to the thread that runs the run.
#pragma once

#include <logitbench/recorder.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "core/record/attempt_recorder.h"
#include "core/record/folder_lock.h"
#include "core/record/journal.h"
#include "core/record/tables.h"
#include "core/sweep/plan.h"
#include "core/sweep/shard.h"

namespace logitbench {

inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kJournalFolder = "journal";
// runs/<run_id>/ is a run's own folder.
inline constexpr const char* kRunsFolder = "runs";
inline constexpr const char* kErrorLog = "error.log";
inline constexpr const char* kPredictionsFile = "predictions.csv";

class ResultsFolder {
 public:
  // Creates the folder, or takes up what is there, and holds its lock: as one of several shards of
  // the plan where `shard` is given. `fresh`, of no shard, sets the old folder aside as
  // <dir>.old-N. The plan must outlive this object. Throws ResultsError: cannot be written, another
  // process writes to it (folder_lock.h), holds something that is not ours; ConfigError: holds
  // finished runs that do not occur in the plan, or shards of another plan go on there, with what
  // differs.
  ResultsFolder(const std::filesystem::path& dir, const Plan& plan, bool fresh,
                const std::optional<Shard>& shard = std::nullopt);
  ~ResultsFolder();

  const std::filesystem::path& path() const { return path_; }
  // Where `fresh` put the old folder.
  const std::optional<std::filesystem::path>& set_aside() const { return set_aside_; }
  // Lines of the journal that could not be used when the folder was opened.
  size_t damaged_lines() const { return damaged_lines_; }

  // Completed or diverged, in this process or before: never done twice. Valid as ended()'s.
  const RunResult* finished(const std::string& run_id) const;
  // Whatever it ended as; its epochs and predictions stand in the journal (read_records). Null: it
  // has not ended. Valid until the run's next end() or is_last_shard().
  const Attempt* ended(const std::string& run_id) const;

  // What a run recorded of a metric, epoch -> value: in the attempt that goes on here, else in the
  // one that ended() tells of. Empty where there is none. Read from the journal each time; from any
  // thread, while runs go on. Throws ResultsError where the journal cannot be read.
  std::map<uint64_t, double> values(const std::string& run_id, std::string_view split,
                                    std::string_view metric) const;

  // Starts an attempt. The recorder is valid until the run's end(); its calls throw ResultsError.
  // Predictions go to runs/<run_id>/predictions.csv.
  Recorder& begin(const Run& run);
  // What the run turned out to be made of, as soon as that is known.
  void tell_made_of(const Run& run, MadeOf made_of);
  // Ends it; for a failed, diverged or timed out run the reason goes to runs/<run_id>/error.log.
  void end(const Run& run, const RunResult& result);
  // Of a run that ended queued, waiting for others, or never began: it ends here, with what it has.
  void prune(const Run& run, const std::string& reason);

  // Of a shard, when the manifest is written and before its first run: others may begin.
  void let_other_shards_in();
  // Of a shard, after its last run: false where others go on, and then the folder is theirs. True
  // otherwise; of a shard's results everything that any shard has done is here then.
  bool is_last_shard();

  // runs.csv, curves.csv and, where a run asks for one, tables.csv from everything that has ended
  // so far.
  void write_csvs();

 private:
  std::filesystem::path folder_of(const Run& run) const;
  void set_aside_old();
  void read_what_ended();
  void refuse_lost_runs() const;
  void refuse_another_plan() const;
  void remove_tables() const;
  void write_error_log(const Run& run, const RunResult& result) const;

  const Plan& plan_;
  const std::optional<Shard> shard_;
  std::filesystem::path path_;
  std::optional<std::filesystem::path> set_aside_;
  std::optional<FolderLock> lock_;
  std::unique_ptr<JournalWriter> journal_;
  size_t damaged_lines_ = 0;

  mutable std::mutex mutex_;  // of what follows
  EndedRuns ended_;
  SharedParts shared_;  // of runs that end here
  std::map<std::string, std::unique_ptr<AttemptRecorder>> open_;
};

}  // namespace logitbench
