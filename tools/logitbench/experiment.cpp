#include "tools/logitbench/experiment.h"

#include <logitbench/error.h>

#include <algorithm>
#include <memory>

#include "core/data/data_cache.h"
#include "core/diagnosis/check_experiment.h"
#include "core/diagnosis/experiment_kinds.h"
#include "core/record/manifest.h"
#include "tools/logitbench/expectation_table.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/progress.h"
#include "tools/logitbench/progress_line.h"
#include "tools/logitbench/run_summary.h"
#include "tools/logitbench/sweep_progress.h"

namespace logitbench {

namespace {

void say_where_it_stands(const Plan& plan, const ResultsFolder& results, const RunOptions& options,
                         std::ostream& out) {
  if (results.set_aside())
    out << "The old results are now in " << results.set_aside()->string() << '\n';
  if (results.damaged_lines() > 0)
    out << results.damaged_lines()
        << " damaged lines of the journal were passed over; their runs are done again\n";
  const std::optional<Shard>& shard = options.policy.shard;
  // Where the runs compete otherwise now, those that were pruned may be taken up again.
  const bool same_competition =
      plan.stop.method && standing_manifest(results.path(), plan).has_value();
  size_t planned = 0, finished = 0;
  for (size_t i = 0; i < plan.runs.size(); ++i) {
    if (shard && !shard->has(i)) continue;
    ++planned;
    const Attempt* ended = results.ended(plan.runs[i].run_id);
    finished += ended != nullptr &&
                (is_finished(ended->result->status) || (same_competition && is_done(plan, ended)));
  }
  if (shard) out << "Shard " << to_text(*shard) << ": ";
  if (finished > 0 || options.resume)
    out << finished << " of " << planned << " runs are finished already in "
        << results.path().string() << (finished < planned ? "; going on\n" : "\n");
  else if (shard)
    out << planned << " of " << plan.runs.size() << " runs\n";
}

// What `check` would say, in a line each. A run that cannot even be looked at says so itself.
void warn(const Plan& plan, PluginHost& host, DatasetStore& datasets, std::ostream& out) {
  std::vector<Finding> findings;
  try {
    findings = check_experiment(plan, host, datasets, interrupt_requested(), kKindsBeforeRun);
  } catch (const std::exception&) {
    return;
  }
  bool any = false;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::info && finding.code != kind_of("partly_examined").code)
      continue;
    out << to_text(finding.severity) << ' ' << finding.code << " at "
        << printable(finding.place + ": " + finding.what) << '\n';
    any = any || finding.severity != Severity::info;
  }
  if (any) out << "`logitbench check CONFIG` shows the numbers and what to do\n";
}

std::unique_ptr<RunsProgress> progress_of(const Plan& plan, const RunOptions& options,
                                          std::ostream& out) {
  if (plan.runs.size() == 1) return std::make_unique<Progress>(out, options.quiet);
  return std::make_unique<SweepProgress>(out, style_of_standard_output(options.quiet),
                                         columns_of_standard_output, SweepProgress::Clock::now);
}

}  // namespace

ExitCode run_experiment(const Plan& plan, const std::filesystem::path& folder,
                        const RunOptions& options, const Invocation& invocation, PluginHost& host,
                        std::ostream& out) {
  ResultsFolder results(folder, plan, options.fresh, options.policy.shard);
  say_where_it_stands(plan, results, options, out);
  Runner runner(host, locate);
  const bool all_finished = std::all_of(plan.runs.begin(), plan.runs.end(), [&](const Run& run) {
    return is_done(plan, results.ended(run.run_id));
  });
  // It takes first steps in this process, which --isolate keeps out of the plugins' hands; once is
  // enough for all shards.
  const bool says_it = !options.policy.shard || options.policy.shard->number == 1;
  if (!all_finished && !options.quiet && !options.policy.isolate && says_it)
    warn(plan, host, runner.datasets(), out);
  std::unique_ptr<RunsProgress> progress = progress_of(plan, options, out);
  const ExperimentOutcome outcome =
      carry_out(plan, results, invocation, runner, *progress, options.policy, out);
  progress.reset();  // takes its line away
  if (outcome.others_go_on) {
    out << "\nShard " << to_text(*options.policy.shard) << " has ended; other shards go on in "
        << folder.string() << ". The last one writes runs.csv and curves.csv.\n";
    return outcome.code;
  }

  print_summary(plan, results, out);
  print_expectations(outcome.expected, out);
  if (outcome.not_done > 0)
    out << '\n'
        << outcome.not_done << " of " << plan.runs.size()
        << " runs are still to be done: by their shards, or by the same command without --shard\n";
  out << "\nruns:   " << (folder / "runs.csv").string()
      << "\ncurves: " << (folder / "curves.csv").string() << '\n';
  if (has_tables(plan)) out << "tables: " << (folder / "tables.csv").string() << '\n';
  if (outcome.code == ExitCode::interrupted)
    out << "Interrupted. The same command goes on where it stopped.\n";
  return outcome.code;
}

}  // namespace logitbench
