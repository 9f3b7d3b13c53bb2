#include "core/record/results_folder.h"

#include <logitbench/error.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "core/record/manifest_runs.h"
#include "core/record/plan_difference.h"
#include "core/record/planned_names.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr size_t kRunsShown = 5;

// Absolute and without a trailing slash, so that a name beside it can be made.
fs::path plain_path(const fs::path& dir) {
  const fs::path path = fs::absolute(dir).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

void refuse_what_is_not_ours(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return;
  if (error) throw_results_error(path, error.value());
  if (status.type() != fs::file_type::directory)
    throw ResultsError(path.string() +
                       " is not a folder; choose another place for the results with --out DIR");
  const bool ours = fs::exists(path / kJournalFolder / kLockFile, error);
  if (error) throw_results_error(path, error.value());
  if (ours) return;
  const bool empty = fs::is_empty(path, error);
  if (error) throw_results_error(path, error.value());
  if (!empty)
    throw ResultsError(path.string() +
                       " holds files, and none that Logitbench wrote; nothing was changed there. "
                       "Choose an empty or a new folder with --out DIR");
}

FolderLock locked(const fs::path& path, const std::optional<Shard>& shard) {
  create_results_folder(path / kJournalFolder);
  return FolderLock(path / kJournalFolder, shard);
}

// What a killed process may have left while it wrote a whole file or drew plots.
void remove_temporaries(const fs::path& path) {
  std::error_code unreadable;
  for (fs::directory_iterator entry(path, unreadable), end; !unreadable && entry != end;
       entry.increment(unreadable)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;  // one that cannot be removed is in nobody's way
    if (name.starts_with('.') && name.ends_with(kTemporarySuffix))
      fs::remove_all(entry->path(), ignored);
  }
}

std::vector<std::string> recorded_run_ids(const fs::path& path) {
  std::vector<std::string> run_ids;
  const Json manifest = read_manifest(path, [&](const Json& run) {
    if (run.contains("run_id") && run["run_id"].is_string()) run_ids.push_back(run["run_id"]);
  });
  if (!manifest.is_object()) run_ids.clear();
  return run_ids;
}

void check_is_a_file_name(const std::string& run_id) {
  if (run_id.empty() || run_id.starts_with('.') || run_id.find('/') != std::string::npos)
    throw std::logic_error("run id '" + run_id + "' cannot name a folder");
}

}  // namespace

ResultsFolder::ResultsFolder(const fs::path& dir, const Plan& plan, bool fresh,
                             const std::optional<Shard>& shard)
    : plan_(plan), shard_(shard), path_(plain_path(dir)) {
  if (fresh && shard) throw std::logic_error("a shard cannot set the other ones' folder aside");
  for (const Run& run : plan.runs) check_is_a_file_name(run.run_id);
  refuse_what_is_not_ours(path_);
  const bool was_there = fs::exists(path_ / kJournalFolder);
  lock_ = locked(path_, shard);
  if (fresh && was_there) {
    set_aside_old();
    lock_ = locked(path_, shard);
  }
  if (lock_->alone())
    remove_temporaries(path_);
  else
    refuse_another_plan();
  read_what_ended();
  refuse_lost_runs();
  journal_ = std::make_unique<JournalWriter>(path_ / kJournalFolder);
}

ResultsFolder::~ResultsFolder() = default;

void ResultsFolder::set_aside_old() {
  fs::path old;
  int n = 1;
  do {
    old = path_;
    old += ".old-" + std::to_string(n++);
  } while (fs::symlink_status(old).type() != fs::file_type::not_found);
  std::error_code error;
  fs::rename(path_, old, error);
  if (error) throw_results_error(old, error.value());
  set_aside_ = old;
}

void ResultsFolder::read_what_ended() {
  Journal journal = read_journal(path_ / kJournalFolder);
  damaged_lines_ = journal.damaged_lines;
  for (const auto& [old, name] : name_as_planned(journal, plan_)) {
    std::error_code ignored;  // most runs have no folder; one that has its new name keeps it
    if (!fs::exists(path_ / kRunsFolder / name, ignored))
      fs::rename(path_ / kRunsFolder / old, path_ / kRunsFolder / name, ignored);
  }
  ended_ = ended_runs(std::move(journal));
}

void ResultsFolder::let_other_shards_in() {
  if (shard_) lock_->let_others_in();
}

bool ResultsFolder::is_last_shard() {
  if (!shard_) return true;
  journal_->sync();
  if (!lock_->is_last()) return false;
  remove_temporaries(path_);
  const std::lock_guard lock(mutex_);
  read_what_ended();
  return true;
}

// A shard's number means the same runs to all of them only where the plan is the same.
void ResultsFolder::refuse_another_plan() const {
  const std::vector<std::string> theirs = recorded_run_ids(path_);
  if (std::equal(theirs.begin(), theirs.end(), plan_.runs.begin(), plan_.runs.end(),
                 [](const std::string& id, const Run& run) { return id == run.run_id; }))
    return;
  const std::string difference =
      plan_difference(path_, std::set<std::string>(theirs.begin(), theirs.end()), plan_);
  throw ConfigError("shards of another plan go on in " + path_.string() + ", of " +
                    std::to_string(theirs.size()) + " runs; this one has " +
                    std::to_string(plan_.runs.size()) +
                    (difference.empty() ? "\n" : ". What differs:\n" + difference) +
                    "Wait for them to end, or choose another folder with --out DIR");
}

void ResultsFolder::refuse_lost_runs() const {
  std::set<std::string> planned;
  for (const Run& run : plan_.runs) planned.insert(run.run_id);
  std::vector<std::string> lost;
  for (const auto& [run_id, attempt] : ended_)
    if (is_finished(attempt.result->status) && !planned.contains(run_id)) lost.push_back(run_id);
  if (lost.empty()) return;

  std::string message = path_.string() + " holds " + std::to_string(lost.size()) +
                        (lost.size() == 1 ? " finished run that does" : " finished runs that do") +
                        " not occur in this experiment:\n";
  for (size_t i = 0; i < lost.size() && i < kRunsShown; ++i) message += "  " + lost[i] + "\n";
  if (lost.size() > kRunsShown)
    message += "  and " + std::to_string(lost.size() - kRunsShown) + " more\n";
  const std::string difference = plan_difference(path_, {lost.begin(), lost.end()}, plan_);
  if (!difference.empty()) message += "What differs:\n" + difference;
  throw ConfigError(message +
                    "An experiment may grow, but not lose finished runs. Start anew with --fresh "
                    "(the old folder is set aside), or choose another folder with --out DIR");
}

const RunResult* ResultsFolder::finished(const std::string& run_id) const {
  const Attempt* attempt = ended(run_id);
  return attempt != nullptr && is_finished(attempt->result->status) ? &*attempt->result : nullptr;
}

const Attempt* ResultsFolder::ended(const std::string& run_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = ended_.find(run_id);
  return found == ended_.end() ? nullptr : &found->second;
}

std::map<uint64_t, double> ResultsFolder::values(const std::string& run_id, std::string_view split,
                                                 std::string_view metric) const {
  JournalPlace place;
  {
    const std::lock_guard lock(mutex_);
    if (const auto open = open_.find(run_id); open != open_.end())
      place = open->second->place();
    else if (const auto found = ended_.find(run_id); found != ended_.end())
      place = found->second.place;
  }
  return read_values(place, split, metric);
}

fs::path ResultsFolder::folder_of(const Run& run) const { return path_ / kRunsFolder / run.run_id; }

Recorder& ResultsFolder::begin(const Run& run) {
  auto recorder = std::make_unique<AttemptRecorder>(*journal_, run.run_id, folder_of(run));
  const std::lock_guard lock(mutex_);
  return *(open_[run.run_id] = std::move(recorder));
}

void ResultsFolder::tell_made_of(const Run& run, MadeOf made_of) {
  const std::lock_guard lock(mutex_);
  open_.at(run.run_id)->made_of() = std::move(made_of);
}

void ResultsFolder::end(const Run& run, const RunResult& result) {
  AttemptRecorder* recorder = nullptr;
  {
    const std::lock_guard lock(mutex_);
    const auto open = open_.find(run.run_id);
    if (open == open_.end())
      throw std::logic_error("run " + run.run_id + " ends without having begun");
    recorder = open->second.get();
  }
  write_error_log(run, result);
  Attempt attempt = recorder->finish(result);
  const std::lock_guard lock(mutex_);
  shared_.share(attempt, std::move(recorder->made_of()));
  ended_[run.run_id] = std::move(attempt);
  open_.erase(run.run_id);
}

void ResultsFolder::prune(const Run& run, const std::string& reason) {
  const Attempt* waiting = ended(run.run_id);
  if (waiting == nullptr || waiting->result->status != RunStatus::queued) {
    begin(run);
    end(run, {RunStatus::pruned, reason});
    return;
  }
  journal_->run_pruned(run.run_id, reason);
  const std::lock_guard lock(mutex_);
  RunResult& result = *ended_.at(run.run_id).result;
  result.status = RunStatus::pruned;
  result.reason = reason;
}

void ResultsFolder::write_error_log(const Run& run, const RunResult& result) const {
  const fs::path folder = folder_of(run);
  const fs::path log = folder / kErrorLog;
  if (result.status == RunStatus::failed || result.status == RunStatus::diverged ||
      result.status == RunStatus::timed_out) {
    create_results_folder(folder);
    write_whole_file(log, std::string(to_text(result.status)) + ": " + result.reason + "\n");
    return;
  }
  std::error_code ignored;  // no log of an earlier attempt, or no empty folder: nothing to remove
  fs::remove(log, ignored);
  fs::remove(folder, ignored);
}

// Of an earlier plan, all of whose runs that asked for some are dropped.
void ResultsFolder::remove_tables() const {
  std::error_code error;
  fs::remove(path_ / kTablesFile, error);
  if (error) throw_results_error(path_ / kTablesFile, error.value());
}

void ResultsFolder::write_csvs() {
  const std::lock_guard lock(mutex_);
  journal_->sync();
  const auto write = [&](const char* name, auto&& table) {
    WholeFile file(path_ / name);
    table([&](std::string_view rows) { file.append(rows); });
    file.commit();
  };
  write(kCurvesFile, [&](const TakeRows& take) { curves_csv(plan_, ended_, read_records, take); });
  if (has_tables(plan_))
    write(kTablesFile,
          [&](const TakeRows& take) { tables_csv(plan_, ended_, read_records, take); });
  else
    remove_tables();
  write(kRunsFile, [&](const TakeRows& take) { runs_csv(plan_, ended_, read_records, take); });
}

}  // namespace logitbench
