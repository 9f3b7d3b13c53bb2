// manifest.json: what ran, from what, on what. Beside the CSVs, it says everything that is needed
// to run them again.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/record/git_state.h"
#include "core/record/machine.h"
#include "core/record/made_of.h"
#include "core/record/utc_time.h"
#include "core/record/value_json.h"
#include "core/sweep/plan.h"

namespace logitbench {

// None: not known.
using MadeOfRun = std::function<std::optional<MadeOf>(const std::string& run_id)>;

// What the caller knows and the plan does not.
struct ManifestFacts {
  std::vector<std::string> command_line;
  MadeOfRun made_of = [](const std::string&) { return std::nullopt; };  // as the journal has it
  NamedTexts versions;  // library -> version; Logitbench's own and the compiler's are added
  std::optional<GitState> git;
  Machine machine;
  UtcTime started;
  std::optional<UtcTime> finished;  // none while the runs go on
  // SHA-256 of a text, lower-case hex: taken of each run's config as it stands in the manifest.
  std::string (*sha256)(std::string_view text) = nullptr;
};

// run_id -> split -> SHA-256, as the manifest in the folder says; empty where there is none.
std::map<std::string, NamedTexts> recorded_data_sha256(const std::filesystem::path& folder);

// Writes manifest.json whole, in the place of an earlier one: what that says of runs of which
// `facts` know nothing stays. A line a run; configs as manifest_runs.h says. Throws ResultsError.
void write_manifest(const std::filesystem::path& folder, const Plan& plan,
                    const ManifestFacts& facts);

// A manifest of just these runs, which compete so, written when they had ended: all of it but the
// runs. None where the folder's is no such one.
std::optional<Json> standing_manifest(const std::filesystem::path& folder, const Plan& plan);

// Of a manifest that stands: it stays as it is, but for what the config expects now. Throws
// ResultsError.
void keep_expectations(const std::filesystem::path& folder, const Plan& plan, Json standing);

}  // namespace logitbench
