#include "tools/logitbench/run_execution.h"

#include "tools/logitbench/guarded_run.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/isolated_run.h"
#include "tools/logitbench/run_listeners.h"
#include "tools/logitbench/run_made_of.h"
#include "tools/logitbench/run_summary.h"

namespace logitbench {

namespace {

std::string grouped(size_t number) {
  std::string digits = std::to_string(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

// What a run is made of, in a line.
std::string made_of_line(const RunConfig& config, const RunFacts& facts) {
  return config.model.name + " of " + grouped(facts.parameters) + " parameters on " +
         config.dataset.name + ", " + grouped(facts.train_rows) + " rows to train on, " +
         facts.backend_library + ", " + std::to_string(facts.threads) +
         (facts.threads == 1 ? " thread" : " threads");
}

}  // namespace

void RunExecution::execute(const Job& job, const RunLimit& limit) {
  const Run& run = plan_.runs[job.run];
  Listeners listeners(results_.begin(run));
  const StopRequest stop(interrupt_requested(), ends_, run.config.run_timeout_s);
  const auto ready = [&](const RunFacts& facts) { listeners.show_on(on_ready(job, run, facts)); };
  const auto [result, code] = guarded([&] {
    return policy_.isolate ? run_isolated(run, policy_.plugin_paths, listeners, stop, ready, limit)
                           : runner_.run(run.config, listeners, stop, ready, limit);
  });
  results_.end(run, result);
  if (result.status == RunStatus::queued) return;  // it waits for the others
  progress_.on_run_end(shown(job), result);
  if (!listeners.predictions().rows.empty())
    progress_.between_draws([&] { print_predictions(listeners.predictions(), out_); });
  const std::lock_guard lock(mutex_);
  // One that stops because all do is not what went wrong.
  if (result.status != RunStatus::interrupted || !(interrupt_requested() || ends_))
    outcome_.add(result.status, code, plan_, job.run);
  if (policy_.fail_fast && result.status == RunStatus::failed && !failure_expected(plan_, job.run))
    ends_ = true;
}

Recorder& RunExecution::on_ready(const Job& job, const Run& run, const RunFacts& facts) {
  const std::string line = made_of_line(run.config, facts);
  results_.tell_made_of(run, made_of(facts));
  {
    const std::lock_guard lock(mutex_);
    if (said_made_of_.insert(line).second) progress_.between_draws([&] { out_ << line << '\n'; });
  }
  return progress_.on_run_start({shown(job), run.config.epochs, facts.train_rows});
}

PlannedRun RunExecution::shown(const Job& job) const {
  const size_t index = policy_.shard ? policy_.shard->place_of(job.run) : job.run;
  return {index, plan_.runs[job.run].run_id, job.work};
}

}  // namespace logitbench
