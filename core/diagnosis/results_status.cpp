#include "core/diagnosis/results_status.h"

#include <logitbench/error.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/diagnosis/manifest_reader.h"
#include "core/record/results_folder.h"
#include "core/record/results_place.h"
#include "core/record/tables.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

int64_t last_written_us(const fs::path& file) {
  struct stat state {};
  if (stat(file.c_str(), &state) != 0) return 0;
  return int64_t{state.st_mtim.tv_sec} * 1'000'000 + state.st_mtim.tv_nsec / 1000;
}

// A process that goes on before one of which nothing is known, a dead one last; then the latest.
auto rank(const Begun& begun) {
  const int life = begun.life == Life::lives ? 2 : begun.life == Life::elsewhere ? 1 : 0;
  return std::tuple(life, begun.started_us);
}

class Journals {
 public:
  explicit Journals(const fs::path& folder) {
    Journal all;
    for (const fs::path& file : journal_files(folder)) {
      Journal journal = read_journal_file(file);
      std::move(journal.pruned.begin(), journal.pruned.end(), std::back_inserter(all.pruned));
      for (Attempt& attempt : journal.attempts) {
        if (seen_.insert(attempt.run_id).second) order_.push_back(attempt.run_id);
        if (attempt.result)
          all.attempts.push_back(std::move(attempt));
        else
          add_begun(attempt, file);
      }
    }
    ended_ = ended_runs(std::move(all));
  }

  const std::vector<std::string>& run_ids() const { return order_; }

  RunState state_of(const std::string& run_id) const {
    RunState state;
    state.run_id = run_id;
    int64_t ended_us = 0;
    if (const auto ended = ended_.find(run_id); ended != ended_.end()) {
      state.status = ended->second.result->status;
      state.reason = ended->second.result->reason;
      ended_us = ended->second.started_us;
    }
    const auto begun = begun_.find(run_id);
    // What was begun before an end that we know of is past, unless its process is here and goes on.
    if (is_finished(state.status) || begun == begun_.end() ||
        (begun->second.started_us < ended_us && begun->second.life != Life::lives))
      return state;
    state.begun = begun->second;
    if (state.begun->life == Life::dead) return state;
    state.status = RunStatus::running;
    state.reason.clear();
    return state;
  }

 private:
  void add_begun(const Attempt& attempt, const fs::path& file) {
    const std::optional<WriterProcess> writer = writer_of(file);
    if (!writer) return;
    Begun begun{*writer, life_of(*writer), attempt.started_us, last_written_us(file), {}};
    if (attempt.epochs.records() > 0) begun.epoch = attempt.epochs.last_epoch();
    const auto [place, is_new] = begun_.try_emplace(attempt.run_id, begun);
    if (!is_new && rank(begun) > rank(place->second)) place->second = begun;
  }

  EndedRuns ended_;
  std::map<std::string, Begun> begun_;
  std::set<std::string> seen_;
  std::vector<std::string> order_;
};

}  // namespace

size_t ResultsStatus::count(RunStatus status) const {
  return static_cast<size_t>(std::count_if(
      runs.begin(), runs.end(), [&](const RunState& run) { return run.status == status; }));
}

ResultsStatus results_status(const fs::path& folder) {
  refuse_no_results(folder, "status");
  if (!fs::is_directory(folder / kJournalFolder))
    throw ConfigError("status: " + folder.string() +
                      " has no journal; how its runs ended stands in its runs.csv, and "
                      "`logitbench check` says whether that is whole");
  ResultsStatus status;
  std::vector<Finding> ignored;  // `check` tells them
  const std::optional<ManifestContent> manifest = read_manifest_content(folder, ignored);
  const Journals journals(folder / kJournalFolder);
  status.planned = manifest.has_value();
  if (manifest) {
    status.experiment = manifest->experiment;
    for (const ManifestRun& run : manifest->runs)
      status.runs.push_back(journals.state_of(run.run_id));
  } else {
    for (const std::string& run_id : journals.run_ids())
      status.runs.push_back(journals.state_of(run_id));
  }
  return status;
}

}  // namespace logitbench
