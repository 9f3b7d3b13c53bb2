// The config of each run of a results folder, as its manifest has it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/record/value_json.h"

namespace logitbench {

// By run_id. Throws DataError where the manifest is missing or is none; `why` says what it is
// needed for.
std::map<std::string, Json> recorded_configs(const std::filesystem::path& folder,
                                             const std::string& why);

}  // namespace logitbench
