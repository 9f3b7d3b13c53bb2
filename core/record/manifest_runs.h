// manifest.json read a run at a time: what it says of all of them need not be in memory at once.
//
// Configs are kept once. The first run has its whole `config`; a later one has `config_changes`,
// the keys of its config (dataset, model, ...) whose values are others than in the first run's, or
// its whole config where it has other keys. So with Python:
//
//   first = manifest["runs"][0]["config"]
//   config = run["config"] if "config" in run else {**first, **run["config_changes"]}
#pragma once

#include <filesystem>
#include <functional>

#include "core/record/value_json.h"

namespace logitbench {

// The two ways to keep a run's config. `first`: the first run's, an object.
Json config_changes(const Json& first, Json config);  // {"config": ...} or {"config_changes": ...}
// Null where the run has neither, or what it has is no object.
Json whole_config(const Json& first, const Json& run);

// Takes each run, an object, with its whole `config` where it has one.
using TakeRun = std::function<void(Json run)>;

// Returns the manifest with an empty list of runs; of no kind (discarded) where there is none, or
// it is no JSON: then what has been taken does not count.
Json read_manifest(const std::filesystem::path& folder, const TakeRun& take);

}  // namespace logitbench
