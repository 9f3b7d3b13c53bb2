#include "tools/logitbench/experiment_runs.h"

#include <algorithm>
#include <utility>

#include "core/record/manifest.h"
#include "tools/logitbench/finished_runs.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/planned_jobs.h"
#include "tools/logitbench/run_execution.h"
#include "tools/logitbench/run_rounds.h"

namespace logitbench {

namespace {

// By how it ended before, if it did.
bool is_chosen(const RunPolicy& policy, const Attempt* before) {
  return !policy.only || (before != nullptr && before->result->status == *policy.only);
}

// What is left to do, and how it went.
ExitCode execute(const Plan& plan, ResultsFolder& results, Runner& runner, RunsProgress& progress,
                 const RunPolicy& policy, std::ostream& out) {
  RunExecution execution(plan, results, runner, progress, policy, out);
  Outcome& outcome = execution.outcome();
  FinishedRuns kept(results, runner, out);
  size_t finished = 0;
  std::vector<size_t> to_do;
  for (size_t i = 0; i < plan.runs.size() && !interrupt_requested(); ++i) {
    const Run& run = plan.runs[i];
    if (policy.shard && !policy.shard->has(i)) continue;
    if (const RunResult* done = results.finished(run.run_id)) {
      ++finished;
      outcome.add(done->status, ExitCode::runs_failed, plan, i);
      kept.take_up(run);
      continue;
    }
    const Attempt* before = results.ended(run.run_id);
    if (is_chosen(policy, before))
      to_do.push_back(i);
    else if (before != nullptr && before->result->status != RunStatus::interrupted)
      outcome.add(before->result->status, ExitCode::runs_failed, plan, i);
  }
  std::vector<Job> jobs = planned_jobs(plan, to_do, runner, policy);
  double work = 0;
  for (const Job& job : jobs) work += job.work;
  progress.on_plan(finished + to_do.size(), finished, work);
  RunRounds(plan, results, runner, progress, policy, execution).execute(std::move(jobs));
  if (interrupt_requested()) outcome.interrupt();
  return outcome.exit_code();
}

bool is_still_to_do(const ResultsFolder& results, const Run& run) {
  const Attempt* ended = results.ended(run.run_id);
  return ended == nullptr || ended->result->status == RunStatus::interrupted ||
         ended->result->status == RunStatus::queued;
}

}  // namespace

ExperimentOutcome carry_out(const Plan& plan, ResultsFolder& results, const Invocation& invocation,
                            Runner& runner, RunsProgress& progress, const RunPolicy& policy,
                            std::ostream& out) {
  const std::filesystem::path& folder = results.path();
  ManifestFacts facts = facts_before(plan, results, invocation);

  // Written before the first run too: a killed experiment still says what it was.
  std::optional<Json> standing = standing_manifest(folder, plan);
  const bool anything_to_do =
      !standing || std::any_of(plan.runs.begin(), plan.runs.end(), [&](const Run& run) {
        return !is_done(plan, results.ended(run.run_id));
      });
  if (anything_to_do)
    write_manifest(folder, plan, facts);
  else
    keep_expectations(folder, plan, std::move(*standing));
  results.let_other_shards_in();

  ExperimentOutcome outcome;
  outcome.code = execute(plan, results, runner, progress, policy, out);
  outcome.others_go_on = !results.is_last_shard();
  if (outcome.others_go_on) return outcome;

  results.write_csvs();
  describe(plan, results, facts);
  facts.finished = std::chrono::system_clock::now();
  if (anything_to_do) write_manifest(folder, plan, facts);

  if (policy.shard)
    outcome.not_done =
        static_cast<size_t>(std::count_if(plan.runs.begin(), plan.runs.end(), [&](const Run& run) {
          return is_still_to_do(results, run);
        }));
  if (outcome.not_done > 0) return outcome;
  outcome.expected =
      check_expectations(plan, [&](const std::string& run_id) { return results.ended(run_id); });
  if (outcome.code == ExitCode::done && any_missed(outcome.expected))
    outcome.code = ExitCode::check_failed;
  return outcome;
}

}  // namespace logitbench
