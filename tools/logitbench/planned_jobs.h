// In which order an experiment's runs are done, and how many at once.
#pragma once

#include <vector>

#include "core/sweep/local_scheduler.h"
#include "core/sweep/plan.h"
#include "core/train/runner.h"
#include "tools/logitbench/experiment_runs.h"

namespace logitbench {

// Of the runs with these indices, in that order. With --isolate the plugins, who say what a run's
// threads are, are not asked in this process: a run with `threads: auto` then has the cores to
// itself.
std::vector<Job> planned_jobs(const Plan& plan, const std::vector<size_t>& runs, Runner& runner,
                              const RunPolicy& policy);

// One at a time (--jobs 1) is in the order given.
std::vector<Stretch> planned_stretches(std::vector<Job> jobs, const RunPolicy& policy);

}  // namespace logitbench
