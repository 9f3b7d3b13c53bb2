#include "core/diagnosis/results_status.h"

#include <logitbench/error.h>

#include <algorithm>
#include <optional>

#include "core/diagnosis/manifest_reader.h"
#include "core/record/results_folder.h"
#include "core/record/results_place.h"

namespace logitbench {

namespace fs = std::filesystem;

size_t ResultsStatus::count(RunStatus status) const {
  return static_cast<size_t>(std::count_if(
      runs.begin(), runs.end(), [&](const RunState& run) { return run.status == status; }));
}

ResultsStatus results_status(const fs::path& folder) {
  refuse_no_results(folder, "status");
  if (!has_journal(folder))
    throw ConfigError("status: " + folder.string() +
                      " has no journal; how its runs ended stands in its runs.csv, and "
                      "`logitbench check` says whether that is whole");
  ResultsStatus status;
  std::vector<Finding> ignored;  // `check` tells them
  const std::optional<ManifestContent> manifest = read_manifest_content(folder, ignored);
  status.planned = manifest.has_value();
  std::vector<std::string> run_ids;
  if (manifest) {
    status.experiment = manifest->experiment;
    for (const ManifestRun& run : manifest->runs) run_ids.push_back(run.run_id);
  }
  const RunStates states(folder / kJournalFolder, run_ids);
  for (const std::string& run_id : manifest ? run_ids : states.run_ids())
    status.runs.push_back(states.state_of(run_id));
  return status;
}

}  // namespace logitbench
