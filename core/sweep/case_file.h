// Cases in a file of their own: CSV with dotted keys as header, an empty cell where a case does not
// set the key, or YAML, a list of maps.
#pragma once

#include <filesystem>
#include <vector>

#include "core/config/config_node.h"
#include "core/sweep/plan.h"
#include "core/sweep/sweep_section.h"
#include "core/sweep/written_config.h"

namespace logitbench {

// A list of maps of dotted keys. Cells hold what would stand in the config, paths relative to it.
// Throws ConfigError.
ConfigNode load_cases(const std::filesystem::path& file, const std::filesystem::path& config_file);

// Makes the config sweep just these cases. Its repeats stay, unless cases have a seed.
void sweep_these(ConfigNode& config, ConfigNode cases);

// The plan's runs, one case each; with repeats the last key is the seed. Loaded again they are the
// same runs. `settings`: of each run. Throws ConfigError where there is nothing to save, or for a
// file that is neither .csv nor .yaml, ResultsError where it cannot be written.
void save_cases(const std::filesystem::path& file, const Sweep& sweep, const Plan& plan,
                const std::vector<Setting>& settings);

}  // namespace logitbench
