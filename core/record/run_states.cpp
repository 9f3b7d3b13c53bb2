#include "core/record/run_states.h"

#include <sys/stat.h>

#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "core/record/planned_names.h"

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

}  // namespace

RunStates::RunStates(const fs::path& journal_folder, const std::vector<std::string>& planned) {
  Journal all;
  std::set<std::string> seen;
  for (const fs::path& file : journal_files(journal_folder)) {
    Journal journal = read_journal_file(file);
    name_as_planned(journal, planned);
    std::move(journal.pruned.begin(), journal.pruned.end(), std::back_inserter(all.pruned));
    for (Attempt& attempt : journal.attempts) {
      if (seen.insert(attempt.run_id).second) order_.push_back(attempt.run_id);
      if (attempt.result)
        all.attempts.push_back(std::move(attempt));
      else
        add_begun(std::move(attempt), file);
    }
  }
  ended_ = ended_runs(std::move(all));
}

void RunStates::add_begun(Attempt&& attempt, const fs::path& file) {
  const std::optional<WriterProcess> writer = writer_of(file);
  if (!writer) return;
  Begun begun{*writer, life_of(*writer), attempt.started_us, last_written_us(file), {}};
  if (attempt.epochs.records() > 0) begun.epoch = attempt.epochs.last_epoch();
  const auto [place, is_new] = begun_.try_emplace(attempt.run_id);
  if (is_new || rank(begun) > rank(place->second.begun))
    place->second = {std::move(begun), std::move(attempt)};
}

RunState RunStates::state_of(const std::string& run_id) const {
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
      (begun->second.begun.started_us < ended_us && begun->second.begun.life != Life::lives))
    return state;
  state.begun = begun->second.begun;
  if (state.begun->life == Life::dead) return state;
  state.status = RunStatus::running;
  state.reason.clear();
  return state;
}

const Attempt* RunStates::attempt_of(const std::string& run_id) const {
  const auto ended = ended_.find(run_id);
  const RunState state = state_of(run_id);
  if (state.status != RunStatus::running && ended != ended_.end()) return &ended->second;
  return state.begun ? &begun_.at(run_id).attempt : nullptr;
}

}  // namespace logitbench
