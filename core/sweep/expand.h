// A config file and the command line's overrides to the list of runs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/config/schema_source.h"
#include "core/plugin/plugin_host.h"
#include "core/sweep/plan.h"

namespace logitbench {

inline constexpr size_t kMostRunsUnasked = 10'000;
inline constexpr size_t kMostRuns = 1'000'000;

// Reads, extends, overrides, sweeps and validates: every run of the plan is known to be right
// before the first one starts. Order: the first swept key varies slowest, repeats (seed, seed + 1,
// ...) fastest. A swept key is set before the keys below it (loss before loss.label_smoothing), and
// what the command line sets below a swept key holds for each of its values.
//
// Throws ConfigError with `file:line:column`, for a run that the plan has twice too, and for more
// than kMostRunsUnasked runs unless `allow_many`; PluginError for a plugin that would not load.
Plan make_plan(const std::filesystem::path& config_file, const std::vector<std::string>& overrides,
               PluginHost& host, bool allow_many = false);
Plan make_plan(const std::filesystem::path& config_file, const std::vector<std::string>& overrides,
               SchemaSource& schemas, bool allow_many = false);

}  // namespace logitbench
