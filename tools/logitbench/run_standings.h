// How far the runs of an experiment have come in what they compete in
// (core/sweep/early_stopping.h): in this process, or before.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/record/results_folder.h"
#include "core/sweep/early_stopping.h"

namespace logitbench {

// `take` and `begin` may be called from several threads at once; nothing else while they are.
class RunStandings {
 public:
  RunStandings(const Plan& plan, const ResultsFolder& results) : plan_(plan), results_(results) {}

  // It is trained (again) from its start.
  void begin(size_t run);
  // What it reached, in epochs 1, 2, ...; a run that is queued waits with it.
  void take(size_t run, std::vector<double> values, const RunResult& result);

  Standing of(size_t run);
  bool ended_as(size_t run, RunStatus status) const;
  // Before, and would be again with what it must reach now: there is nothing new to learn from it.
  bool was_pruned_by(size_t run, const RunLimit& limit);

  // Those that wait, by their index in the plan. They have begun and not ended.
  std::map<size_t, RunResult>& waiting() { return waiting_; }

 private:
  const Plan& plan_;
  const ResultsFolder& results_;
  std::mutex mutex_;
  std::map<size_t, std::vector<double>> values_;
  std::map<size_t, RunResult> waiting_;
};

}  // namespace logitbench
