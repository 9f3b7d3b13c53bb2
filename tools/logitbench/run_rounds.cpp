#include "tools/logitbench/run_rounds.h"

#include <algorithm>
#include <optional>

#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/planned_jobs.h"

namespace logitbench {

void RunRounds::execute(std::vector<Job> jobs) {
  for (Job& job : jobs) to_do_.emplace(job.run, job);
  const auto standing = [&](size_t run) { return standings_.of(run); };
  EarlyStopping stopping(plan_);
  while (const std::optional<Round> round = stopping.next(standing)) {
    execute(*round);
    // Nothing is decided without one that was stopped from outside: it is done again.
    const bool any_stopped =
        plan_.stop.method && std::any_of(round->runs.begin(), round->runs.end(), [&](size_t run) {
          return has_ended_as(run, RunStatus::interrupted);
        });
    if (execution_.ends() || interrupt_requested() || any_stopped) break;
    for (const PrunedRun& pruned : stopping.judge(standing)) prune(pruned);
  }
  for (const size_t run : passed_over_)
    progress_.on_run_end(execution_.shown(to_do_.at(run)),
                         *results_.ended(plan_.runs[run].run_id)->result);
}

void RunRounds::execute(const Round& round) {
  std::vector<Job> jobs;
  for (const size_t run : round.runs) {
    const auto job = to_do_.find(run);
    // One that completed in an earlier round has its numbers.
    if (job == to_do_.end() || results_.finished(plan_.runs[run].run_id) != nullptr) continue;
    if (standings_.is_there(run, round.limit)) {
      if (has_ended_as(run, RunStatus::pruned)) passed_over_.insert(run);
      continue;
    }
    passed_over_.erase(run);
    jobs.push_back(job->second);
  }
  const std::vector<Stretch> stretches = planned_stretches(std::move(jobs), policy_);
  size_t most_at_once = 1;
  for (const Stretch& stretch : stretches) most_at_once = std::max(most_at_once, stretch.at_once);
  runner_.datasets().keep(most_at_once);
  run_jobs(stretches, execution_.ends(), [&](const Job& job) {
    if (interrupt_requested()) {
      execution_.ends() = true;
      return;
    }
    standings_.begin(job.run);
    execution_.execute(job, round.limit);
  });
}

// Of one that others have overtaken: where it waits, or before it began.
void RunRounds::prune(const PrunedRun& pruned) {
  const Run& run = plan_.runs[pruned.run];
  const auto job = to_do_.find(pruned.run);
  if (job == to_do_.end()) return;
  if (has_ended_as(pruned.run, RunStatus::pruned)) {
    passed_over_.insert(pruned.run);
    return;
  }
  results_.prune(run, pruned.reason);
  progress_.on_run_end(execution_.shown(job->second), *results_.ended(run.run_id)->result);
}

bool RunRounds::has_ended_as(size_t run, RunStatus status) const {
  const Attempt* ended = results_.ended(plan_.runs[run].run_id);
  return ended != nullptr && ended->result->status == status;
}

}  // namespace logitbench
