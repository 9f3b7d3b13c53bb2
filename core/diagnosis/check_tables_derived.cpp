#include "core/diagnosis/check_tables_derived.h"

#include <algorithm>
#include <exception>

#include "core/diagnosis/occurrences.h"
#include "core/diagnosis/table_text.h"
#include "core/record/results_folder.h"

namespace logitbench {

namespace {

constexpr size_t kMostShown = 200;

std::string line_at(const std::string& text, size_t begin) {
  if (begin >= text.size()) return "nothing";
  const size_t end = std::min(text.find('\n', begin), text.size());
  std::string line = text.substr(begin, std::min(end - begin, kMostShown));
  return end - begin > kMostShown ? line + "..." : line;
}

void compare(const std::string& found, const std::string& derived, const std::string& place,
             std::vector<Finding>& findings) {
  const auto [a, b] = std::mismatch(found.begin(), found.end(), derived.begin(), derived.end());
  if (a == found.end() && b == derived.end()) return;
  const auto line = static_cast<size_t>(std::count(found.begin(), a, '\n')) + 1;
  const size_t same = static_cast<size_t>(a - found.begin());
  const size_t break_before = same == 0 ? std::string::npos : found.rfind('\n', same - 1);
  const size_t begin = break_before == std::string::npos ? 0 : break_before + 1;
  findings.push_back(make_finding(
      result_kind("tables_differ"), place + ":" + std::to_string(line),
      "the table is not what the journal gives: it was edited or cut, or the journal was",
      "found    " + line_at(found, begin) + "\njournal: " + line_at(derived, begin),
      kWriteTablesAnew));
}

// Where a file of the journal is gone, or is an old one.
void check_journal_knows(const ResultsView& view, std::vector<Finding>& findings) {
  Occurrences lacks;
  for (const auto& [run_id, status] : view.table_status)
    if (status != RunStatus::queued && view.result(run_id) == nullptr)
      lacks.add(run_id + " is " + to_text(status) + " in runs.csv", run_id);
  lacks.report(result_kind("journal_lacks_run"), (view.folder / kJournalFolder).string(),
               "a run that runs.csv has as ended has no end in the journal: a file of it is gone, "
               "damaged or old",
               "put the journal's files back; else the next run of the same command does these "
               "runs again",
               findings);
}

}  // namespace

void check_tables_derived(const ResultsView& view, std::vector<Finding>& findings) {
  if (!view.ended) return;
  check_journal_knows(view, findings);
  if (!view.recorded || !view.recorded->all_readable) return;
  try {
    const Plan& plan = view.recorded->plan;
    if (view.runs_csv)
      compare(*view.runs_csv, runs_csv(plan, *view.ended), view.runs_place(), findings);
    if (view.curves_csv)
      compare(*view.curves_csv, curves_csv(plan, *view.ended), view.curves_place(), findings);
  } catch (const std::exception& error) {  // a series that this version does not know
    findings.push_back(make_finding(result_kind("journal_unreadable"),
                                    (view.folder / kJournalFolder).string(),
                                    "the journal holds what this version makes no tables of",
                                    error.what(), "check with the version that wrote it"));
  }
}

}  // namespace logitbench
