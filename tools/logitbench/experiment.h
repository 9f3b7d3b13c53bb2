// One experiment from its plan to its files: every run that is not there yet.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"
#include "core/sweep/plan.h"
#include "tools/logitbench/experiment_runs.h"
#include "tools/logitbench/run_options.h"

namespace logitbench {

// Throws ResultsError where nothing can be kept; what goes wrong in a run ends that run alone.
ExitCode run_experiment(const Plan& plan, const std::filesystem::path& folder,
                        const RunOptions& options, const Invocation& invocation, PluginHost& host,
                        std::ostream& out);

}  // namespace logitbench
