// A run in a process of its own: whatever a plugin does to that process, it is one run that fails.
//
// The process is this program with the hidden command `isolated-run`. Standard input: the resolved
// config and the limit as a line of JSON; it stays open, and its end means that nobody waits any
// more. Standard output: the run's facts as a line {"event": "ready", ...}, then the journal's
// events of one attempt (core/record/journal.h).
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"
#include "core/sweep/plan.h"
#include "core/train/runner.h"

namespace logitbench {

// As Runner::run, and throws Error with what the process said where it ended without a result. The
// run's time limit is the process's own to hold; some seconds later it is killed.
RunResult run_isolated(const Run& run, const std::vector<std::filesystem::path>& plugin_paths,
                       Recorder& recorder, const StopRequest& stop,
                       const std::function<void(const RunFacts&)>& on_ready, const RunLimit& limit);

// The other side.
inline constexpr const char* kIsolatedRunCommand = "isolated-run";
int isolated_run_command(PluginHost& host);

}  // namespace logitbench
