#include "tools/logitbench/slurm_launcher.h"

#include <fmt/format.h>
#include <logitbench/error.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <sstream>

#include "core/data/process.h"
#include "core/record/results_folder.h"
#include "core/record/whole_file.h"
#include "core/sweep/slurm_script.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

bool is_on_path(const char* program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((fs::path(folder) / program).c_str(), X_OK) == 0) return true;
  return false;
}

// The number of the job.
std::string submit(const fs::path& script) {
  std::string said;
  const ProcessResult sbatch =
      run_process({"sbatch", "--parsable", script.string()}, fs::current_path(),
                  std::chrono::minutes(2), [&](std::string_view piece) { said += piece; });
  if (sbatch.timed_out || sbatch.exit_code != 0)
    throw Error(
        ExitCode::runs_failed,
        "run: sbatch " + (sbatch.timed_out ? "does not answer"
                                           : "refuses " + script.string() + ": " + sbatch.errors));
  return said.substr(0, said.find_first_of(";\n"));
}

// Runs that compete are one shard: who goes on is decided where all of them are known.
size_t shards_of(const Plan& plan) {
  if (!plan.stop.method) return shards_for(plan.runs.size(), plan.slurm);
  if (plan.slurm.shards.value_or(1) > 1)
    throw ConfigError(
        fmt::format("slurm.shards: found {} with stop.method, whose runs compete in "
                    "one process, expected 1, or a sweep without stop.method",
                    *plan.slurm.shards));
  return 1;
}

}  // namespace

void submit_to_slurm(const Plan& plan, size_t config, const fs::path& folder,
                     const RunOptions& options, const Invocation& invocation, std::ostream& out) {
  const fs::path output = fs::absolute(folder) / "slurm";
  SlurmJob job{plan.experiment, fs::current_path(), output, shard_words(options, config, folder),
               shards_of(plan)};
  job.command.insert(job.command.begin(), fs::read_symlink("/proc/self/exe").string());
  const std::string script = slurm_script(job, plan.slurm);
  if (options.dry_run) {
    out << script;
    return;
  }
  if (!is_on_path("sbatch"))
    throw ConfigError(
        "run: --launcher slurm: there is no sbatch on the PATH; install Debian's slurm-client, or "
        "submit from a node that has it (--launcher local does the runs here)");
  size_t to_do = 0;
  {
    const ResultsFolder results(folder, plan, options.fresh);
    if (results.set_aside())
      out << "The old results are now in " << results.set_aside()->string() << '\n';
    for (const Run& run : plan.runs) to_do += is_done(plan, results.ended(run.run_id)) ? 0 : 1;
    if (to_do > 0) record_plan(plan, results, invocation);
  }
  if (to_do == 0) {
    out << "All " << plan.runs.size() << " runs are finished in " << folder.string()
        << "; nothing is submitted. The same command without --launcher prints them.\n";
    return;
  }
  create_results_folder(output);
  const fs::path file = output / "array.sh";
  write_whole_file(file, script);
  out << "Submitted job " << submit(file) << ": " << to_do << " of " << plan.runs.size()
      << " runs in " << job.shards << (job.shards == 1 ? " shard" : " shards")
      << "\nlogitbench status " << folder.string() << " shows how they go\n";
}

}  // namespace logitbench
