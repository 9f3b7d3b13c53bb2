// A config file and the command line's overrides to the list of runs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/config/schema_source.h"
#include "core/plugin/plugin_host.h"
#include "core/sweep/plan.h"

namespace logitbench {

inline constexpr size_t kMostRunsUnasked = 10'000;
inline constexpr size_t kMostRuns = 1'000'000;

struct PlanOptions {
  bool allow_many = false;                          // more than kMostRunsUnasked runs
  std::optional<std::filesystem::path> cases;       // stand in place of the config's sweep
  std::optional<std::filesystem::path> save_cases;  // where the plan's own are written
};

// Reads, extends, overrides, sweeps and validates: every run of the plan is known to be right
// before the first one starts. Order: as sweep/settings.h has it, repeats (seed, seed + 1, ...)
// fastest. A swept key is set before the keys below it (loss before loss.label_smoothing), and what
// the command line sets below a swept key holds for each of its values.
//
// Throws ConfigError with `file:line:column`, for a run that the plan has twice too, and for more
// than kMostRunsUnasked runs unless allowed; PluginError for a plugin that would not load;
// ResultsError where cases cannot be saved.
Plan make_plan(const std::filesystem::path& config_file, const std::vector<std::string>& overrides,
               PluginHost& host, const PlanOptions& options = {});
Plan make_plan(const std::filesystem::path& config_file, const std::vector<std::string>& overrides,
               SchemaSource& schemas, const PlanOptions& options = {});

}  // namespace logitbench
