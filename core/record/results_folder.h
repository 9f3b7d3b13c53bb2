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

#include "core/record/folder_lock.h"
#include "core/record/journal.h"
#include "core/record/tables.h"
#include "core/sweep/plan.h"

namespace logitbench {

inline constexpr const char* kManifestFile = "manifest.json";

class ResultsFolder {
 public:
  // Creates the folder, or takes up what is there, and holds its lock. `fresh` sets the old folder
  // aside as <dir>.old-N. The plan must outlive this object.
  // Throws ResultsError: cannot be written, another process writes to it, holds something that is
  // not ours; ConfigError: holds finished runs that do not occur in the plan, with what differs.
  ResultsFolder(const std::filesystem::path& dir, const Plan& plan, bool fresh);
  ~ResultsFolder();

  const std::filesystem::path& path() const { return path_; }
  // Where `fresh` put the old folder.
  const std::optional<std::filesystem::path>& set_aside() const { return set_aside_; }
  // Lines of the journal that could not be used when the folder was opened.
  size_t damaged_lines() const { return damaged_lines_; }

  // Completed or diverged, in this process or before: never done twice. Valid until the object's
  // end.
  const RunResult* finished(const std::string& run_id) const;
  // Whatever it ended as, with its epochs: what its rows in the CSVs are made from. Null: it has
  // not ended. Valid until the run's next end().
  const Attempt* ended(const std::string& run_id) const;

  // Starts an attempt. The recorder is valid until the run's end(); its calls throw ResultsError.
  // Predictions go to runs/<run_id>/predictions.csv.
  Recorder& begin(const Run& run);
  // Ends it; for a failed, diverged or timed out run the reason goes to runs/<run_id>/error.log.
  void end(const Run& run, const RunResult& result);

  // runs.csv and curves.csv from everything that has ended so far.
  void write_csvs();

 private:
  class AttemptRecorder;

  std::filesystem::path folder_of(const Run& run) const;
  void set_aside_old();
  void refuse_lost_runs() const;
  void write_error_log(const Run& run, const RunResult& result) const;

  const Plan& plan_;
  std::filesystem::path path_;
  std::optional<std::filesystem::path> set_aside_;
  std::optional<FolderLock> lock_;
  std::unique_ptr<JournalWriter> journal_;
  size_t damaged_lines_ = 0;

  mutable std::mutex mutex_;  // of the two below
  EndedRuns ended_;
  std::map<std::string, std::unique_ptr<AttemptRecorder>> open_;
};

}  // namespace logitbench
