// In which order an experiment's runs are done, and how many at once.
#pragma once

#include <vector>

#include "core/sweep/local_scheduler.h"
#include "core/sweep/plan.h"
#include "core/train/runner.h"
#include "tools/logitbench/experiment_runs.h"

namespace logitbench {

// Of the runs with these indices. One at a time (--jobs 1) is in plan order. With --isolate the
// plugins, who say what a run's threads are, are not asked in this process: a run with
// `threads: auto` then has the cores to itself.
std::vector<Stretch> planned_jobs(const Plan& plan, const std::vector<size_t>& runs, Runner& runner,
                                  const RunPolicy& policy);

}  // namespace logitbench
