#include "tools/logitbench/experiment_runs.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "core/analysis/expectations.h"
#include "core/record/manifest.h"
#include "core/record/results_folder.h"
#include "core/sweep/early_stopping.h"
#include "tools/logitbench/guarded_run.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/isolated_run.h"
#include "tools/logitbench/manifest_facts.h"
#include "tools/logitbench/planned_jobs.h"
#include "tools/logitbench/run_listeners.h"
#include "tools/logitbench/run_made_of.h"
#include "tools/logitbench/run_standings.h"
#include "tools/logitbench/run_summary.h"
#include "tools/logitbench/runs_outcome.h"

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

class ExperimentRun {
 public:
  ExperimentRun(const Plan& plan, ResultsFolder& results, Runner& runner, RunsProgress& progress,
                const RunPolicy& policy, std::ostream& out)
      : plan_(plan),
        results_(results),
        runner_(runner),
        progress_(progress),
        policy_(policy),
        out_(out),
        standings_(plan, results) {}

  ExitCode execute() {
    size_t finished = 0;
    std::vector<size_t> to_do;
    for (size_t i = 0; i < plan_.runs.size() && !interrupt_requested(); ++i) {
      const Run& run = plan_.runs[i];
      if (policy_.shard && !policy_.shard->has(i)) continue;
      if (const RunResult* done = results_.finished(run.run_id)) {
        ++finished;
        outcome_.add(done->status, ExitCode::runs_failed, plan_, i);
        refuse_other_data(run);
        show_kept_predictions(run);
        continue;
      }
      const Attempt* before = results_.ended(run.run_id);
      if (is_chosen(before))
        to_do.push_back(i);
      else if (before != nullptr && before->result->status != RunStatus::interrupted)
        outcome_.add(before->result->status, ExitCode::runs_failed, plan_, i);
    }
    std::vector<Job> jobs = planned_jobs(plan_, to_do, runner_, policy_);
    double work = 0;
    for (const Job& job : jobs) work += job.work;
    progress_.on_plan(finished + to_do.size(), finished, work);
    do_rounds(std::move(jobs));
    if (interrupt_requested()) outcome_.interrupt();
    return outcome_.exit_code();
  }

 private:
  // By how it ended before, if it did.
  bool is_chosen(const Attempt* before) const {
    return !policy_.only || (before != nullptr && before->result->status == *policy_.only);
  }

  // A run's identity leaves paths out: the same folder with other files, or another folder, would
  // pass for the run that is finished.
  void refuse_other_data(const Run& run) {
    const NamedTexts recorded = recorded_data(run);
    if (recorded.empty()) return;
    try {
      if (runner_.data_sha256(run.config) == recorded) return;
    } catch (const Error&) {
      return;  // the data are gone or unusable; what was recorded stands
    }
    throw ConfigError("run " + run.run_id + " is finished in " + results_.path().string() +
                      " with other data than " + run.config.dataset.name +
                      " gives now; --fresh starts anew, --out DIR keeps both");
  }

  // Empty where it is not known.
  NamedTexts recorded_data(const Run& run) {
    const Attempt& ended = *results_.ended(run.run_id);
    if (!ended.data_sha256->empty()) return *ended.data_sha256;
    // Journals of an earlier version do not say; the manifest does.
    if (!manifest_data_) manifest_data_ = recorded_data_sha256(results_.path());
    return (*manifest_data_)[run.run_id];
  }

  // What a run printed when it ended stands here too when it is found finished.
  void show_kept_predictions(const Run& run) const {
    const std::ifstream kept(results_.path() / "runs" / run.run_id / "predictions.csv");
    if (run.config.predictions > 0 && kept) out_ << kept.rdbuf();
  }

  size_t shown_index(size_t run) const {
    return policy_.shard ? policy_.shard->place_of(run) : run;
  }

  // One round, where the runs do not compete.
  void do_rounds(std::vector<Job> jobs) {
    for (Job& job : jobs) to_do_.emplace(job.run, job);
    const auto standing = [&](size_t run) { return standings_.of(run); };
    EarlyStopping stopping(plan_);
    while (const std::optional<Round> round = stopping.next(standing)) {
      do_round(*round);
      // Nothing is decided without one that was stopped from outside: it is done again.
      const bool any_stopped =
          plan_.stop.method && std::any_of(round->runs.begin(), round->runs.end(), [&](size_t run) {
            return has_ended_as(run, RunStatus::interrupted);
          });
      if (ends_ || interrupt_requested() || any_stopped) break;
      for (const PrunedRun& pruned : stopping.judge(standing)) prune(pruned);
    }
    for (const size_t run : passed_over_)
      progress_.on_run_end(shown(to_do_.at(run)), *results_.ended(plan_.runs[run].run_id)->result);
  }

  void do_round(const Round& round) {
    std::vector<Job> jobs;
    for (const size_t run : round.runs) {
      const auto job = to_do_.find(run);
      // One that completed in an earlier round has its numbers.
      if (job == to_do_.end() || results_.finished(plan_.runs[run].run_id) != nullptr) continue;
      if (standings_.is_there(run, round.limit)) {
        if (has_ended_as(run, RunStatus::pruned)) passed_over_.insert(run);
        continue;
      }
      passed_over_.erase(run);
      jobs.push_back(job->second);
    }
    const std::vector<Stretch> stretches = planned_stretches(std::move(jobs), policy_);
    size_t most_at_once = 1;
    for (const Stretch& stretch : stretches) most_at_once = std::max(most_at_once, stretch.at_once);
    runner_.datasets().keep(most_at_once);
    run_jobs(stretches, ends_, [&](const Job& job) {
      if (interrupt_requested())
        ends_ = true;
      else
        execute_one(job, round.limit);
    });
  }

  // On one of several threads.
  void execute_one(const Job& job, const RunLimit& limit) {
    const Run& run = plan_.runs[job.run];
    standings_.begin(job.run);
    Listeners listeners(results_.begin(run));
    const StopRequest stop(interrupt_requested(), ends_, run.config.run_timeout_s);
    const auto ready = [&](const RunFacts& facts) { listeners.show_on(on_ready(job, run, facts)); };
    const auto [result, code] = guarded([&] {
      return policy_.isolate
                 ? run_isolated(run, policy_.plugin_paths, listeners, stop, ready, limit)
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
    if (policy_.fail_fast && result.status == RunStatus::failed &&
        !failure_expected(plan_, job.run))
      ends_ = true;
  }

  Recorder& on_ready(const Job& job, const Run& run, const RunFacts& facts) {
    const std::string line = made_of_line(run.config, facts);
    results_.tell_made_of(run, made_of(facts));
    {
      const std::lock_guard lock(mutex_);
      if (said_made_of_.insert(line).second) progress_.between_draws([&] { out_ << line << '\n'; });
    }
    return progress_.on_run_start({shown(job), run.config.epochs, facts.train_rows});
  }

  // Of one that others have overtaken: where it waits, or before it began.
  void prune(const PrunedRun& pruned) {
    const Run& run = plan_.runs[pruned.run];
    const auto job = to_do_.find(pruned.run);
    if (job == to_do_.end()) return;
    if (has_ended_as(pruned.run, RunStatus::pruned)) {
      passed_over_.insert(pruned.run);
      return;
    }
    results_.prune(run, pruned.reason);
    progress_.on_run_end(shown(job->second), *results_.ended(run.run_id)->result);
  }

  bool has_ended_as(size_t run, RunStatus status) const {
    const Attempt* ended = results_.ended(plan_.runs[run].run_id);
    return ended != nullptr && ended->result->status == status;
  }

  PlannedRun shown(const Job& job) const {
    return {shown_index(job.run), plan_.runs[job.run].run_id, job.work};
  }

  const Plan& plan_;
  ResultsFolder& results_;
  Runner& runner_;
  RunsProgress& progress_;
  const RunPolicy& policy_;
  std::ostream& out_;
  std::optional<std::map<std::string, NamedTexts>> manifest_data_;
  std::atomic<bool> ends_ = false;  // no run starts any more, those under way stop
  std::map<size_t, Job> to_do_;     // by their index in the plan
  RunStandings standings_;
  std::set<size_t> passed_over_;  // of them, those that were pruned before and stay so

  std::mutex mutex_;  // of what follows
  std::set<std::string> said_made_of_;
  Outcome outcome_;
};

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

  ExperimentRun experiment(plan, results, runner, progress, policy, out);
  ExperimentOutcome outcome;
  outcome.code = experiment.execute();
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
