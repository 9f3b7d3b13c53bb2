#include "core/diagnosis/check_run_ends.h"
#include "core/diagnosis/occurrences.h"
#include "core/record/results_folder.h"
#include "core/record/tables.h"
#include "core/record/whole_file.h"

namespace logitbench {

void check_predictions(const ResultsView& view, std::vector<Finding>& findings) {
  if (!view.recorded || !view.ended) return;
  Occurrences missing, differing, unknown;
  for (const Run& run : view.recorded->plan.runs) {
    const auto ended = view.ended->find(run.run_id);
    if (run.config.predictions == 0 || ended == view.ended->end() ||
        !is_finished(ended->second.result->status))
      continue;
    // One that ended where it diverged took none.
    if (run.config.stop_at_nan && ended->second.result->status == RunStatus::diverged) continue;
    if (ended->second.prediction_rows == 0) {  // of the first version
      unknown.add(run.run_id, run.run_id);
      continue;
    }
    const auto file = view.folder / kRunsFolder / run.run_id / kPredictionsFile;
    const std::optional<std::string> text = read_whole_file(file);
    if (!text)
      missing.add_at(file.string(), run.run_id, run.run_id);
    else if (*text != predictions_csv(read_records(ended->second).predictions))
      differing.add_at(file.string(), run.run_id, run.run_id);
  }
  const char* advice = "run again with --fresh: predictions are taken when a run ends";
  missing.report(result_kind("predictions_missing"), view.folder.string(),
                 "a finished run's predictions are asked for and not there", advice, findings);
  differing.report(result_kind("predictions_differ"), view.folder.string(),
                   "predictions.csv is not what the journal gives", advice, findings);
  unknown.report(result_kind("predictions_not_compared"), view.folder.string(),
                 "an earlier version ran it: its predictions are not in the journal", "", findings);
}

}  // namespace logitbench
