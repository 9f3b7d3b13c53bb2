#include "tools/logitbench/run_standings.h"

namespace logitbench {

void RunStandings::begin(size_t run) {
  const std::lock_guard lock(mutex_);
  waiting_.erase(run);
}

void RunStandings::take(size_t run, std::vector<double> values, const RunResult& result) {
  const std::lock_guard lock(mutex_);
  values_[run] = std::move(values);
  if (result.status == RunStatus::queued) waiting_[run] = result;
}

Standing RunStandings::of(size_t run) {
  const Attempt* ended = results_.ended(plan_.runs[run].run_id);
  if (!values_.contains(run) && ended != nullptr) {
    const StopSettings& stop = plan_.stop;
    for (const auto& [epoch, value] :
         results_.values(plan_.runs[run].run_id, stop.split, stop.metric))
      if (epoch > 0) values_[run].push_back(value);
  }
  const bool waits = waiting_.contains(run) || ended == nullptr;
  return {waits ? RunStatus::queued : ended->result->status, values_[run]};
}

bool RunStandings::ended_as(size_t run, RunStatus status) const {
  const Attempt* ended = results_.ended(plan_.runs[run].run_id);
  return ended != nullptr && ended->result->status == status;
}

bool RunStandings::was_pruned_by(size_t run, const RunLimit& limit) {
  if (!ended_as(run, RunStatus::pruned)) return false;
  LimitWatch watch(limit);
  const std::vector<double> values = of(run).values;
  for (size_t i = 0; i < values.size(); ++i)
    if (watch.after_epoch(i + 1, values[i]) != LimitWatch::Verdict::goes_on) return true;
  return false;
}

}  // namespace logitbench
