#include "tools/logitbench/planned_jobs.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/config/value_text.h"
#include "core/train/threads.h"

namespace logitbench {

namespace {

Job sized(const Plan& plan, size_t run, Runner& runner) {
  try {
    const RunSize size = runner.size(plan.runs[run].config);
    return {run, size.threads, size.multiply_adds};
  } catch (...) {
    // What is wrong with a run, it says itself, and before those that take their time.
    return {run, usable_cores(), 0};
  }
}

// A dataset is loaded once for all sizes that need it: those of one stand together.
std::vector<Job> sized_jobs(const Plan& plan, const std::vector<size_t>& runs, Runner& runner) {
  std::vector<std::pair<std::string, size_t>> by_dataset;
  for (const size_t run : runs) {
    const Selection& dataset = plan.runs[run].config.dataset;
    by_dataset.emplace_back(dataset.name + canonical_text(Value(dataset.parameters)), run);
  }
  std::sort(by_dataset.begin(), by_dataset.end());
  std::vector<Job> jobs;
  for (const auto& [dataset, run] : by_dataset) jobs.push_back(sized(plan, run, runner));
  std::sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) { return a.run < b.run; });
  return jobs;
}

}  // namespace

std::vector<Job> planned_jobs(const Plan& plan, const std::vector<size_t>& runs, Runner& runner,
                              const RunPolicy& policy) {
  // One alone has nothing to be put in order with.
  if (policy.jobs > 1 && runs.size() > 1 && !policy.isolate) return sized_jobs(plan, runs, runner);
  std::vector<Job> jobs;
  for (const size_t run : runs) {
    const size_t threads = plan.runs[run].config.threads;
    jobs.push_back({run, threads > 0 ? threads : usable_cores(), 1});
  }
  return jobs;
}

std::vector<Stretch> planned_stretches(std::vector<Job> jobs, const RunPolicy& policy) {
  if (policy.jobs > 1) return stretches_of(std::move(jobs), usable_cores(), policy.jobs);
  return jobs.empty() ? std::vector<Stretch>() : std::vector<Stretch>{{std::move(jobs), 1}};
}

}  // namespace logitbench
