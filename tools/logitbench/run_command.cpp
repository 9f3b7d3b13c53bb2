#include "tools/logitbench/run_command.h"

#include <logitbench/error.h>

#include <set>
#include <utility>

#include "core/record/manifest.h"
#include "core/record/planned_names.h"
#include "core/record/results_folder.h"
#include "core/sweep/expand.h"
#include "tools/logitbench/exit_codes.h"
#include "tools/logitbench/experiment.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/plugin_paths.h"
#include "tools/logitbench/run_options.h"
#include "tools/logitbench/run_summary.h"
#include "tools/logitbench/slurm_launcher.h"

namespace logitbench {

namespace {

namespace fs = std::filesystem;

// Who goes on is decided where all runs are known.
void refuse_part_of_a_competition(const Plan& plan, const RunPolicy& policy) {
  if (!plan.stop.method) return;
  if (policy.shard && policy.shard->count > 1)
    throw ConfigError("run: --shard " + to_text(*policy.shard) +
                      " does a part of the runs, and with stop.method all of them compete: leave "
                      "--shard out, or switch the competition off with '~stop'");
  if (policy.only)
    throw ConfigError(
        "run: --retry does a part of the runs, and with stop.method all of them compete: the same "
        "command without it does failed runs again, too");
}

// Every plan before the first run: a fault in the last config shows at once.
std::vector<Plan> make_plans(const RunOptions& options, PluginHost& host) {
  std::vector<Plan> plans;
  std::set<std::string> names;
  for (const fs::path& config : options.configs) {
    plans.push_back(make_plan(config, options.overrides, host,
                              {options.yes || options.dry_run, options.cases, options.save_cases}));
    if (!names.insert(plans.back().experiment).second)
      throw ConfigError(config.string() + ": a second config with experiment '" +
                        plans.back().experiment +
                        "' in one command; their results would share a folder");
    refuse_part_of_a_competition(plans.back(), options.policy);
  }
  return plans;
}

fs::path folder_of(const Plan& plan, const RunOptions& options) {
  if (!options.out) return fs::path("results") / plan.experiment;
  return options.configs.size() == 1 ? *options.out : *options.out / plan.experiment;
}

// Read without a lock: a dry run writes nothing. With --fresh none of them counts.
EndedRuns earlier_runs(const fs::path& folder, const Plan& plan, bool fresh) {
  const fs::path journal_folder = folder / kJournalFolder;
  std::error_code none;
  if (fresh || !fs::is_directory(journal_folder, none)) return {};
  Journal journal = read_journal(journal_folder);
  name_as_planned(journal, plan);
  EndedRuns ended = ended_runs(std::move(journal));
  // Where the runs compete otherwise now, those that were pruned may be taken up again.
  if (plan.stop.method && !standing_manifest(folder, plan))
    std::erase_if(ended,
                  [](const auto& run) { return run.second.result->status == RunStatus::pruned; });
  return ended;
}

void print_dry_run(const Plan& plan, const RunOptions& options, std::ostream& out) {
  const auto print = [&](const Plan& shown) {
    if (!shown.runs.empty())
      print_plan(shown, earlier_runs(folder_of(plan, options), plan, options.fresh), out);
  };
  const std::optional<Shard>& shard = options.policy.shard;
  if (!shard) {
    print(plan);
    return;
  }
  Plan part = plan;
  part.runs.clear();
  for (size_t i = 0; i < plan.runs.size(); ++i)
    if (shard->has(i)) part.runs.push_back(plan.runs[i]);
  print(part);
  out << "shard " << to_text(*shard) << ": " << part.runs.size() << " of " << plan.runs.size()
      << (plan.runs.size() == 1 ? " run\n" : " runs\n");
}

}  // namespace

int run_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out) {
  std::optional<RunOptions> options = parse_run_options(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  options->policy.plugin_paths = host.search_path();
  const std::vector<Plan> plans = make_plans(*options, host);

  catch_interrupts();
  Invocation invocation{{"logitbench", "run"}, {}};
  invocation.words.insert(invocation.words.end(), arguments.begin(), arguments.end());
  const std::vector<std::string> plugin_paths = plugin_path_words(host);
  invocation.words.insert(invocation.words.end(), plugin_paths.begin(), plugin_paths.end());
  ExitCode code = ExitCode::done;
  for (size_t i = 0; i < plans.size() && code != ExitCode::interrupted; ++i) {
    if (plans.size() > 1) out << (i > 0 ? "\n" : "") << plans[i].experiment << '\n';
    invocation.config_file = fs::absolute(options->configs[i]);
    if (options->slurm) {
      submit_to_slurm(plans[i], i, folder_of(plans[i], *options), *options, invocation, out);
      continue;
    }
    if (options->dry_run) {
      print_dry_run(plans[i], *options, out);
      continue;
    }
    const ExitCode one =
        run_experiment(plans[i], folder_of(plans[i], *options), *options, invocation, host, out);
    code = worse(code, one);
    if (options->policy.fail_fast && one != ExitCode::done && one != ExitCode::check_failed) break;
  }
  return static_cast<int>(code);
}

}  // namespace logitbench
