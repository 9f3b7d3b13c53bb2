// manifest.json: what ran, from what, on what. Beside the CSVs, it says everything that is needed
// to run them again.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/record/git_state.h"
#include "core/record/machine.h"
#include "core/record/utc_time.h"
#include "core/record/value_json.h"
#include "core/sweep/plan.h"

namespace logitbench {

using NamedTexts = std::vector<std::pair<std::string, std::string>>;  // in the order to be written

// What the caller knows and the plan does not.
struct ManifestFacts {
  std::vector<std::string> command_line;
  NamedTexts data_sha256;  // file or data set -> SHA-256
  NamedTexts versions;     // library -> version; Logitbench's own and the compiler's are added
  std::optional<GitState> git;
  Machine machine;
  size_t threads = 0;  // of the widest run
  UtcTime started;
  std::optional<UtcTime> finished;  // none while the runs go on
  // SHA-256 of a text, lower-case hex: taken of each run's config as it stands in the manifest.
  std::string (*sha256)(std::string_view text) = nullptr;
};

Json manifest_json(const Plan& plan, const ManifestFacts& facts);

// Writes manifest.json whole. Throws ResultsError.
void write_manifest(const std::filesystem::path& folder, const Plan& plan,
                    const ManifestFacts& facts);

}  // namespace logitbench
