#include "core/diagnosis/check_tables_derived.h"

#include <algorithm>
#include <exception>

#include "core/diagnosis/occurrences.h"
#include "core/diagnosis/table_text.h"
#include "core/record/results_folder.h"

namespace logitbench {

namespace {

constexpr size_t kMostShown = 200;

std::string line_at(std::string_view text, size_t begin) {
  if (begin >= text.size()) return "nothing";
  const size_t end = std::min(text.find('\n', begin), text.size());
  std::string line(text.substr(begin, std::min(end - begin, kMostShown)));
  return end - begin > kMostShown ? line + "..." : line;
}

// A table of the folder against what the journal gives, a few rows at a time.
class Comparison {
 public:
  explicit Comparison(const std::string& found) : found_(found) {}

  // What comes next: whole rows.
  void take(std::string_view rows) {
    if (differs_) return;
    const std::string_view rest = std::string_view(found_).substr(same_);
    const auto same = static_cast<size_t>(
        std::mismatch(rest.begin(), rest.end(), rows.begin(), rows.end()).second - rows.begin());
    same_ += same;
    if (same == rows.size()) return;
    differs_ = true;
    const size_t begin = same == 0 ? 0 : rows.rfind('\n', same - 1) + 1;  // 0: its first line
    line_begin_ = same_ - same + begin;
    derived_line_ = line_at(rows, begin);
  }

  void report(const std::string& place, std::vector<Finding>& findings) {
    if (!differs_ && same_ == found_.size()) return;
    if (!differs_) line_begin_ = same_;
    const auto line = std::count(found_.data(), found_.data() + same_, '\n') + 1;
    findings.push_back(
        make_finding(result_kind("tables_differ"), place + ":" + std::to_string(line),
                     "the table is not what the journal gives: it was edited or cut, or the "
                     "journal was",
                     "found    " + line_at(found_, line_begin_) + "\njournal: " + derived_line_,
                     kWriteTablesAnew));
  }

 private:
  const std::string& found_;
  size_t same_ = 0;  // bytes
  bool differs_ = false;
  size_t line_begin_ = 0;  // of the line that differs
  std::string derived_line_ = "nothing";
};

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
    if (view.runs_csv) {
      Comparison comparison(*view.runs_csv);
      runs_csv(plan, *view.ended, read_records,
               [&](std::string_view rows) { comparison.take(rows); });
      comparison.report(view.runs_place(), findings);
    }
    if (view.curves_csv) {
      Comparison comparison(*view.curves_csv);
      curves_csv(plan, *view.ended, read_records,
                 [&](std::string_view rows) { comparison.take(rows); });
      comparison.report(view.curves_place(), findings);
    }
    if (view.tables_csv) {
      Comparison comparison(*view.tables_csv);
      tables_csv(plan, *view.ended, read_records,
                 [&](std::string_view rows) { comparison.take(rows); });
      comparison.report(view.tables_place(), findings);
    }
  } catch (const std::exception& error) {  // a series that this version does not know
    findings.push_back(make_finding(result_kind("journal_unreadable"),
                                    (view.folder / kJournalFolder).string(),
                                    "the journal holds what this version makes no tables of",
                                    error.what(), "check with the version that wrote it"));
  }
}

}  // namespace logitbench
