#include "tools/logitbench/report/page_data.h"

#include <algorithm>
#include <chrono>

#include "core/analysis/comparison/loss_kinds.h"
#include "core/record/utc_time.h"
#include "tools/logitbench/finding_list.h"
#include "tools/logitbench/report/claims_part.h"
#include "tools/logitbench/report/class_tables_part.h"
#include "tools/logitbench/report/comparison_part.h"
#include "tools/logitbench/report/courses_part.h"
#include "tools/logitbench/report/curves_part.h"
#include "tools/logitbench/report/plot_colors.h"
#include "tools/logitbench/report/provenance_part.h"
#include "tools/logitbench/report/runs_part.h"
#include "tools/logitbench/report/setting_words.h"
#include "tools/logitbench/report/sweep_part.h"

namespace logitbench {

namespace {

MetricChoice chosen(const std::optional<MetricChoice>& wanted, const JoinedCurves& curves) {
  MetricChoice usual = metric_choice("valid.accuracy");
  if (wanted) return *wanted;
  const auto is_usual = [&](const SeriesName& name) {
    return series_text(name) == series_text(usual.series);
  };
  if (!curves.series().empty() &&
      std::none_of(curves.series().begin(), curves.series().end(), is_usual))
    usual.series = curves.series().front();
  return usual;
}

// What the sentences about each setting tell: what is judged by, the common yardstick, and what the
// config makes claims about.
std::vector<SeriesName> told_series(const MetricChoice& choice, const Json& drawn_claims,
                                    const JoinedCurves& curves) {
  std::vector<SeriesName> told = {choice.series};
  for (const SeriesName& name : curves.series()) {
    const std::string text = series_text(name);
    const bool claimed = std::any_of(drawn_claims.begin(), drawn_claims.end(),
                                     [&](const Json& claim) { return claim.at("series") == text; });
    if (text != series_text(choice.series) && (claimed || text == "valid.nll"))
      told.push_back(name);
  }
  return told;
}

Json findings_part(const std::vector<ReportedFolder>& folders) {
  std::vector<Finding> all;
  for (const ReportedFolder& folder : folders)
    all.insert(all.end(), folder.check.findings.begin(), folder.check.findings.end());
  return {{"summary", findings_summary(all)}, {"findings", findings_json(all)}};
}

Json counts_json(const JoinedRuns& runs) {
  Json counts = Json::object();
  for (const JoinedRuns::Run& run : runs.runs) {
    Json& count = counts[to_text(run.status)];
    count = count.is_null() ? 1 : count.get<size_t>() + 1;
  }
  return counts;
}

}  // namespace

Json page_data(const std::vector<std::string>& names, const std::optional<MetricChoice>& metric,
               PluginHost& host) {
  const std::vector<ResultsTables> tables = read_tables(names, "report");
  const JoinedCurves curves(tables);
  const MetricChoice choice = chosen(metric, curves);
  const JoinedRuns runs = join_runs(tables, choice);
  const std::vector<ReportedFolder> folders = read_reported_folders(tables, host);
  const std::vector<CurveGrouping> groupings = curve_groupings(runs);
  const Json claims = claims_part(folders);
  return {{"program", std::string("Logitbench ") + LOGITBENCH_VERSION},
          {"written", utc_text(std::chrono::system_clock::now())},
          {"metric", series_text(choice.series)},
          {"colors", plot_colors_json()},
          {"keys", runs.keys},
          {"counts", counts_json(runs)},
          {"comparison", comparison_part(runs, choice)},
          {"courses", courses_part(runs, curves, groupings.front(),
                                   told_series(choice, claims.at("drawn"), curves))},
          {"curves", curves_part(runs, curves, groupings, common_objective(tables))},
          {"sweep", sweep_part(tables, runs, choice_text(choice))},
          {"class_tables", class_tables_part(tables, groupings.front())},
          {"claims", claims},
          {"findings", findings_part(folders)},
          {"runs", runs_part(folders)},
          {"provenance", provenance_part(folders)}};
}

}  // namespace logitbench
