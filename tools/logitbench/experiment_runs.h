// The runs of one experiment, as many at once as there are cores for, into its results folder:
// without a word of the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "core/analysis/expectations.h"
#include "core/record/results_folder.h"
#include "core/train/runner.h"
#include "tools/logitbench/exit_codes.h"
#include "tools/logitbench/manifest_facts.h"
#include "tools/logitbench/runs_progress.h"

namespace logitbench {

// Which of the runs that are not finished are done, and how.
struct RunPolicy {
  bool fail_fast = false;                           // the first that fails ends the others too
  size_t jobs = SIZE_MAX;                           // at once, where there are cores for so many
  bool isolate = false;                             // each in a process of its own
  std::vector<std::filesystem::path> plugin_paths;  // of such a process
  std::optional<RunStatus> only;                    // only those that ended so before
  std::optional<Shard> shard;                       // only its own
};

struct ExperimentOutcome {
  ExitCode code = ExitCode::done;  // of the runs; check_failed where they went well and missed
  bool others_go_on = false;       // other shards; the last of them writes the tables
  size_t not_done = 0;             // other shards' runs that have yet to be done
  std::vector<ExpectationResult> expected;  // points into the plan; none where others' runs lack
};

// Every run that is not there yet; writes CSVs and manifest, checks the expectations. A shard does
// its own runs, and the rest only where no other shard goes on. `out` is told
// what runs are made of, and their predictions. What goes wrong in a run ends that run alone.
// Throws ResultsError where nothing can be kept, ConfigError for finished runs of other data.
ExperimentOutcome carry_out(const Plan& plan, ResultsFolder& results, const Invocation& invocation,
                            Runner& runner, RunsProgress& progress, const RunPolicy& policy,
                            std::ostream& out);

}  // namespace logitbench
