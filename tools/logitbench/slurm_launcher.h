// --launcher slurm: the runs of a plan as one job array, whose tasks are shards
// (core/sweep/shard.h) that meet in the results folder. No process stays behind here.
#pragma once

#include <filesystem>
#include <ostream>

#include "core/sweep/plan.h"
#include "tools/logitbench/experiment_runs.h"
#include "tools/logitbench/run_options.h"

namespace logitbench {

// Writes the manifest and slurm/array.sh into the folder, and submits that; nothing where all runs
// are finished. With --dry-run prints the script and touches nothing. `config` is the plan's in the
// options. Throws ConfigError where there is no sbatch, Error with what sbatch said where it
// refuses, ResultsError where the folder is in use.
void submit_to_slurm(const Plan& plan, size_t config, const std::filesystem::path& folder,
                     const RunOptions& options, const Invocation& invocation, std::ostream& out);

}  // namespace logitbench
