#include "tools/logitbench/finished_runs.h"

#include <logitbench/error.h>

#include <fstream>

#include "core/record/manifest.h"

namespace logitbench {

void FinishedRuns::take_up(const Run& run) {
  refuse_other_data(run);
  show_kept_predictions(run);
}

// A run's identity leaves paths out: the same folder with other files, or another folder, would
// pass for the run that is finished.
void FinishedRuns::refuse_other_data(const Run& run) {
  const NamedTexts recorded = recorded_data(run);
  if (recorded.empty()) return;
  try {
    if (runner_.data_sha256(run.config) == recorded) return;
  } catch (const Error&) {
    return;  // the data are gone or unusable; what was recorded stands
  }
  throw ConfigError("run " + run.run_id + " is finished in " + results_.path().string() +
                    " with other data than " + run.config.dataset.name +
                    " gives now; --fresh starts anew, --out DIR keeps both");
}

// Empty where it is not known.
NamedTexts FinishedRuns::recorded_data(const Run& run) {
  const Attempt& ended = *results_.ended(run.run_id);
  if (!ended.data_sha256->empty()) return *ended.data_sha256;
  // Journals of an earlier version do not say; the manifest does.
  if (!manifest_data_) manifest_data_ = recorded_data_sha256(results_.path());
  return (*manifest_data_)[run.run_id];
}

// What a run printed when it ended stands here too when it is found finished.
void FinishedRuns::show_kept_predictions(const Run& run) const {
  const std::ifstream kept(results_.path() / kRunsFolder / run.run_id / kPredictionsFile);
  if (run.config.predictions > 0 && kept) out_ << kept.rdbuf();
}

}  // namespace logitbench
