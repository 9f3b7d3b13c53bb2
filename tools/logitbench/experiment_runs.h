// The runs of one experiment, one after another, into its results folder: without a word of the
// end.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "core/analysis/expectations.h"
#include "core/record/results_folder.h"
#include "core/train/runner.h"
#include "tools/logitbench/progress.h"

namespace logitbench {

// What the manifest says of the invocation.
struct Invocation {
  std::vector<std::string> words;     // the command line
  std::filesystem::path config_file;  // whose git state is kept
};

struct ExperimentOutcome {
  ExitCode code = ExitCode::done;  // of the runs; check_failed where they went well and missed
  std::vector<ExpectationResult> expected;  // points into the plan
};

// Every run that is not there yet; writes CSVs and manifest, checks the expectations. `out` is told
// what runs are made of, and their predictions. What goes wrong in a run ends that run alone.
// Throws ResultsError where nothing can be kept, ConfigError for finished runs of other data.
ExperimentOutcome carry_out(const Plan& plan, ResultsFolder& results, const Invocation& invocation,
                            Runner& runner, Progress& progress, bool fail_fast, std::ostream& out);

}  // namespace logitbench
