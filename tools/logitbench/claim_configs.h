// The configs whose claims are reproduced: which there are, and which a user means.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"
#include "core/sweep/plan.h"

namespace logitbench {

struct ClaimConfig {
  std::filesystem::path file;
  Plan plan;
};

// The folder given; else configs/notebooks here; else that of the installation. Throws ConfigError
// where there is none.
std::filesystem::path claims_folder(const std::optional<std::filesystem::path>& given);

// Every *.yaml of the folder by file name, of those the ones that `names` mean (all for none): an
// experiment, a file's stem, or a number in the source of one of its claims. Throws ConfigError for
// a config that is wrong, an empty folder, two configs of one experiment, and a name that means
// none, with the nearest.
std::vector<ClaimConfig> claim_configs(const std::filesystem::path& folder,
                                       const std::vector<std::string>& names, PluginHost& host);

}  // namespace logitbench
