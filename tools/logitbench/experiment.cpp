#include "tools/logitbench/experiment.h"

#include "core/data/data_cache.h"
#include "tools/logitbench/expectation_table.h"
#include "tools/logitbench/progress.h"
#include "tools/logitbench/run_summary.h"

namespace logitbench {

namespace {

void say_where_it_stands(const Plan& plan, const ResultsFolder& results, const RunOptions& options,
                         std::ostream& out) {
  if (results.set_aside())
    out << "The old results are now in " << results.set_aside()->string() << '\n';
  if (results.damaged_lines() > 0)
    out << results.damaged_lines()
        << " damaged lines of the journal were passed over; their runs are done again\n";
  size_t finished = 0;
  for (const Run& run : plan.runs) finished += results.finished(run.run_id) ? 1 : 0;
  if (finished > 0 || options.resume)
    out << finished << " of " << plan.runs.size() << " runs are finished already in "
        << results.path().string() << (finished < plan.runs.size() ? "; going on\n" : "\n");
}

}  // namespace

ExitCode run_experiment(const Plan& plan, const std::filesystem::path& folder,
                        const RunOptions& options, const Invocation& invocation, PluginHost& host,
                        std::ostream& out) {
  ResultsFolder results(folder, plan, options.fresh);
  say_where_it_stands(plan, results, options, out);
  Runner runner(host, locate);
  Progress progress(out, options.quiet);
  const ExperimentOutcome outcome =
      carry_out(plan, results, invocation, runner, progress, options.fail_fast, out);

  print_summary(plan, results, out);
  print_expectations(outcome.expected, out);
  out << "\nruns:   " << (folder / "runs.csv").string()
      << "\ncurves: " << (folder / "curves.csv").string() << '\n';
  if (outcome.code == ExitCode::interrupted)
    out << "Interrupted. The same command goes on where it stopped.\n";
  return outcome.code;
}

}  // namespace logitbench
