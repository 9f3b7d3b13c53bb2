#include "core/diagnosis/check_results.h"

#include <algorithm>

#include "core/diagnosis/check_curves.h"
#include "core/diagnosis/check_data.h"
#include "core/diagnosis/check_expected.h"
#include "core/diagnosis/check_run_ends.h"
#include "core/diagnosis/check_runs_table.h"
#include "core/diagnosis/check_tables.h"
#include "core/diagnosis/check_tables_derived.h"
#include "core/record/results_place.h"

namespace logitbench {

ResultsCheck check_results(const std::filesystem::path& folder, PluginHost& host) {
  refuse_no_results(folder, "check");
  ResultsCheck check;
  check.view = read_results(folder, host, check.findings);
  const ResultsView& view = check.view;
  check_run_ends(view, check.findings);
  check_runs_table(view, check.findings);
  check_curves(view, check.findings);
  check_tables(view, check.findings);
  check_tables_derived(view, check.findings);
  check_predictions(view, check.findings);
  check_data(view, host, check.findings);
  check_expected(view, check.findings);

  if (view.recorded) {
    const std::vector<Run>& runs = view.recorded->plan.runs;
    check.planned_runs = runs.size();
    check.finished_runs =
        static_cast<size_t>(std::count_if(runs.begin(), runs.end(), [&](const Run& run) {
          const auto status = view.status(run.run_id);
          return status && is_finished(*status);
        }));
  }
  std::stable_sort(check.findings.begin(), check.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return check;
}

}  // namespace logitbench
