#include "tools/logitbench/run_standings.h"

namespace logitbench {

void RunStandings::begin(size_t run) {
  const std::lock_guard lock(mutex_);
  values_.erase(run);
}

Standing RunStandings::of(size_t run) {
  const std::string& run_id = plan_.runs[run].run_id;
  const Attempt* ended = results_.ended(run_id);
  if (ended == nullptr) return {};
  const auto [values, is_new] = values_.try_emplace(run);
  if (is_new)
    for (const auto& [epoch, value] : results_.values(run_id, plan_.stop.split, plan_.stop.metric))
      if (epoch > 0) values->second.push_back(value);
  return {ended->result->status, values->second};
}

bool RunStandings::is_there(size_t run, const RunLimit& limit) {
  const Standing standing = of(run);
  if (standing.status != RunStatus::pruned && standing.status != RunStatus::queued) return false;
  LimitWatch watch(limit);
  for (size_t i = 0; i < standing.values.size(); ++i) {
    const LimitWatch::Verdict verdict = watch.after_epoch(i + 1, standing.values[i]);
    if (verdict == LimitWatch::Verdict::waits) return true;
    if (verdict == LimitWatch::Verdict::pruned) return standing.status == RunStatus::pruned;
  }
  return false;
}

}  // namespace logitbench
