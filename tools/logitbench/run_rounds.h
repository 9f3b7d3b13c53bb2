// An experiment's runs, round after round where they compete (core/sweep/early_stopping.h); where
// they do not, there is one round.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/sweep/early_stopping.h"
#include "tools/logitbench/run_execution.h"

namespace logitbench {

// What it is given must outlive it. Belongs to one thread.
class RunRounds {
 public:
  RunRounds(const Plan& plan, ResultsFolder& results, Runner& runner, RunsProgress& progress,
            const RunPolicy& policy, RunExecution& execution)
      : plan_(plan),
        results_(results),
        runner_(runner),
        progress_(progress),
        policy_(policy),
        execution_(execution),
        standings_(plan, results) {}

  // As many at once as there are cores for. Returns early once the execution ends, or the user
  // wants it.
  void execute(std::vector<Job> jobs);

 private:
  void execute(const Round& round);
  void prune(const PrunedRun& pruned);
  bool has_ended_as(size_t run, RunStatus status) const;

  const Plan& plan_;
  ResultsFolder& results_;
  Runner& runner_;
  RunsProgress& progress_;
  const RunPolicy& policy_;
  RunExecution& execution_;
  std::map<size_t, Job> to_do_;  // by their index in the plan
  RunStandings standings_;
  std::set<size_t> passed_over_;  // of them, those that were pruned before and stay so
};

}  // namespace logitbench
