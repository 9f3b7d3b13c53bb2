#include "tools/logitbench/export/recorded_sweep.h"

#include <logitbench/error.h>

#include "core/diagnosis/recorded_plan.h"
#include "core/record/planned_names.h"
#include "core/record/results_folder.h"

namespace logitbench {

namespace {

std::string sentence(const Finding& finding) {
  return finding.place + ": " + finding.what +
         (finding.evidence.empty() ? "" : " (" + finding.evidence + ")") +
         (finding.advice.empty() ? "" : "; " + finding.advice);
}

}  // namespace

RecordedSweep read_recorded_sweep(const std::filesystem::path& folder, PluginHost& host) {
  std::vector<Finding> findings;
  std::optional<RecordedPlan> recorded = read_recorded_plan(folder, host, findings);
  if (!recorded)
    throw DataError("export: " + (findings.empty()
                                      ? (folder / kManifestFile).string() + " is missing or damaged"
                                      : sentence(findings.front())));
  RecordedSweep runs;
  for (const RecordedRun& run : recorded->runs) runs.readable.push_back(run.readable);
  for (const Finding& finding : findings)
    if (finding.code == "config_unreadable") runs.unreadable = sentence(finding);

  const std::filesystem::path journals = folder / kJournalFolder;
  std::error_code ignored;  // what cannot be looked at is said by who reads it
  if (!std::filesystem::exists(journals, ignored))
    throw DataError("export: " + journals.string() +
                    " is not there, which has what runs recorded; copy the whole folder");
  Journal journal = read_journal(journals);
  name_as_planned(journal, recorded->plan);
  runs.ended = ended_runs(std::move(journal));
  runs.plan = std::move(recorded->plan);
  return runs;
}

}  // namespace logitbench
