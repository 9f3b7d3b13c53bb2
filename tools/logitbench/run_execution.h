// One run of an experiment, from its start to its end in the results folder and on the screen.
#pragma once

#include <atomic>
#include <mutex>
#include <ostream>
#include <set>
#include <string>

#include "core/config/run_limit.h"
#include "core/sweep/local_scheduler.h"
#include "tools/logitbench/experiment_runs.h"
#include "tools/logitbench/run_standings.h"
#include "tools/logitbench/runs_outcome.h"

namespace logitbench {

// What it is given must outlive it. `execute` may be called from several threads at once.
class RunExecution {
 public:
  RunExecution(const Plan& plan, ResultsFolder& results, Runner& runner, RunsProgress& progress,
               const RunPolicy& policy, std::ostream& out)
      : plan_(plan),
        results_(results),
        runner_(runner),
        progress_(progress),
        policy_(policy),
        out_(out) {}

  // What goes wrong in it ends it alone. Throws ResultsError where nothing can be kept.
  void execute(const Job& job, const RunLimit& limit);

  // Set once no run is to start any more and those under way stop: with fail_fast by a run that
  // failed.
  std::atomic<bool>& ends() { return ends_; }
  // Nothing else may go on while it is used.
  Outcome& outcome() { return outcome_; }
  // As the screen counts them.
  PlannedRun shown(const Job& job) const;

 private:
  Recorder& on_ready(const Job& job, const Run& run, const RunFacts& facts);

  const Plan& plan_;
  ResultsFolder& results_;
  Runner& runner_;
  RunsProgress& progress_;
  const RunPolicy& policy_;
  std::ostream& out_;
  std::atomic<bool> ends_ = false;

  std::mutex mutex_;  // of what follows
  std::set<std::string> said_made_of_;
  Outcome outcome_;
};

}  // namespace logitbench
