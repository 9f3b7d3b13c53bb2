// manifest.json read a run at a time: what it says of all of them need not be in memory at once.
#pragma once

#include <filesystem>
#include <functional>

#include "core/record/value_json.h"

namespace logitbench {

// Takes each run, an object.
using TakeRun = std::function<void(Json run)>;

// Returns the manifest with an empty list of runs; of no kind (discarded) where there is none, or
// it is no JSON, or nested too deeply for one of ours: then what has been taken does not count.
Json read_manifest(const std::filesystem::path& folder, const TakeRun& take);

}  // namespace logitbench
