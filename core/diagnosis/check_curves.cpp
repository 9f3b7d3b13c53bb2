#include "core/diagnosis/check_curves.h"

#include <algorithm>

#include "core/diagnosis/occurrences.h"
#include "core/diagnosis/table_text.h"
#include "core/diagnosis/wanted_series.h"
#include "core/record/csv_reader.h"

namespace logitbench {

namespace {

constexpr const char* kRunAnew =
    "if the journal has it, run the same command again; else run again with --fresh";
const std::vector<std::string> kHeader(kCurvesColumns.begin(), kCurvesColumns.end());

// What was seen of the run whose rows are being read.
struct Section {
  std::string run_id;
  std::vector<uint64_t> epochs;  // as they come
  std::set<Series> series;       // of the last of them
  uint64_t step = 0;
  size_t split = 0;  // place in kSplits
};

class CurvesCheck {
 public:
  CurvesCheck(const ResultsView& view, std::vector<Finding>& findings)
      : view_(view), findings_(findings) {}

  void check() {
    const std::string& text = *view_.curves_csv;
    const std::string place = view_.curves_place();
    check_table_text(text, place, findings_);
    CsvReader reader(text);
    std::vector<std::string> cells;
    reader.next(cells);
    if (cells != kHeader) {
      findings_.push_back(make_finding(result_kind("table_header"), place + ":1",
                                       "the columns are not those that curves.csv has",
                                       "expected run_id,epoch,step,split,metric,value",
                                       kWriteTablesAnew));
      return;
    }
    while (reader.next(cells)) {
      line_ = reader.line();
      row(cells);
    }
    end_section();
    check_absent();
    report(place);
  }

 private:
  void row(const std::vector<std::string>& cells) {
    if (cells.size() != kHeader.size()) {
      note(cells_, "found " + std::to_string(cells.size()) + " cells, expected 6", cells.front());
      return;
    }
    const std::string& run_id = cells[0];
    const auto epoch = integer_cell(cells[1]), step = integer_cell(cells[2]);
    const auto split = std::find(kSplits.begin(), kSplits.end(), cells[3]);
    if (!epoch || !step || split == kSplits.end() || cells[4].empty() || !number_cell(cells[5])) {
      const char* which = !epoch                   ? "epoch"
                          : !step                  ? "step"
                          : split == kSplits.end() ? "split"
                          : cells[4].empty()       ? "metric"
                                                   : "value";
      note(cells_, std::string(which) + " is of another type", run_id);
      return;
    }
    if (section_.run_id != run_id || seen_.empty()) begin_section(run_id);
    add(*epoch, *step, static_cast<size_t>(split - kSplits.begin()), {cells[3], cells[4]});
  }

  void begin_section(const std::string& run_id) {
    end_section();
    section_ = {};
    section_.run_id = run_id;
    if (!seen_.insert(run_id).second) note(order_, "rows of " + run_id + " again", run_id);
    if (!view_.recorded) return;
    const auto found = view_.recorded->index.find(run_id);
    if (found == view_.recorded->index.end()) {
      note(unplanned_, run_id, run_id);
      return;
    }
    if (found->second < next_place_) note(order_, run_id + " after a later run", run_id);
    next_place_ = std::max(next_place_, found->second);
  }

  void add(uint64_t epoch, uint64_t step, size_t split, const Series& series) {
    Section& s = section_;
    if (s.epochs.empty() || s.epochs.back() != epoch) {
      end_epoch();
      if (!s.epochs.empty() && epoch < s.epochs.back())
        note(order_, "epoch " + std::to_string(epoch) + " after " + std::to_string(s.epochs.back()),
             s.run_id);
      if (!s.epochs.empty() && step < s.step)
        note(cells_, "step " + std::to_string(step) + " after " + std::to_string(s.step), s.run_id);
      s.epochs.push_back(epoch);
      s.series.clear();
      s.step = step;
    } else {
      if (step != s.step)
        note(cells_,
             "two steps in one epoch: " + std::to_string(s.step) + ", " + std::to_string(step),
             s.run_id);
      if (split < s.split)
        note(order_, std::string(kSplits[split]) + " after " + std::string(kSplits[s.split]),
             s.run_id);
    }
    s.split = split;
    if (!s.series.insert(series).second)
      note(repeated_,
           "epoch " + std::to_string(epoch) + ": " + series.first + "." + series.second + " again",
           s.run_id);
  }

  // Null where it is not known what the run must hold.
  const Run* known_run(const std::string& run_id) const {
    if (!view_.recorded) return nullptr;
    const auto found = view_.recorded->index.find(run_id);
    return found != view_.recorded->index.end() && view_.recorded->runs[found->second].readable
               ? &view_.recorded->plan.runs[found->second]
               : nullptr;
  }

  void end_epoch(bool is_recorded_last = false) {
    if (section_.epochs.empty()) return;
    const Run* run = known_run(section_.run_id);
    if (run == nullptr) return;
    const uint64_t epoch = section_.epochs.back();
    const auto& recorded = view_.recorded->runs[view_.recorded->index.at(run->run_id)];
    const bool is_last =
        epoch == run->config.epochs || (is_recorded_last && run->config.stop_at_target &&
                                        view_.status(run->run_id) == RunStatus::completed);
    for (const Series& series : wanted_series(*run, recorded, epoch, is_last))
      if (!section_.series.contains(series))
        missing_.add(run->run_id + ", epoch " + std::to_string(epoch) + ": no " + series.first +
                         "." + series.second,
                     run->run_id);
  }

  void end_section() {
    if (section_.epochs.empty()) return;
    end_epoch(true);
    check_epochs(section_.run_id, section_.epochs);
  }

  void check_epochs(const std::string& run_id, const std::vector<uint64_t>& epochs) {
    for (size_t i = 0; i < epochs.size(); ++i)
      if (epochs[i] != i) {
        epochs_.add(run_id + ": epoch " + std::to_string(epochs[i]) + " where " +
                        std::to_string(i) + " was expected",
                    run_id);
        return;
      }
    const auto status = view_.status(run_id);
    const Run* run = known_run(run_id);
    if (run == nullptr || !status || !is_finished(*status)) return;
    if (epochs.size() < run->config.epochs + 1 && may_end_early(*run, *status)) return;
    if (epochs.size() != run->config.epochs + 1)
      epochs_.add(run_id + ": " +
                      (epochs.empty() ? "no epoch" : "ends with " + std::to_string(epochs.back())) +
                      ", planned up to " + std::to_string(run->config.epochs),
                  run_id);
  }

  static bool may_end_early(const Run& run, RunStatus status) {
    return status == RunStatus::diverged ? run.config.stop_at_nan : run.config.stop_at_target;
  }

  void check_absent() {
    if (!view_.recorded) return;
    for (const Run& run : view_.recorded->plan.runs)
      if (!seen_.contains(run.run_id)) check_epochs(run.run_id, {});
  }

  void note(Occurrences& of, const std::string& what, const std::string& run_id) {
    of.add_at(view_.curves_place() + ":" + std::to_string(line_),
              "line " + std::to_string(line_) + ": " + what, run_id);
  }

  void report(const std::string& place) {
    cells_.report(result_kind("table_cell"), place, "a row is not what curves.csv holds",
                  kWriteTablesAnew, findings_);
    repeated_.report(result_kind("table_row_repeated"), place, "a value is there twice",
                     kWriteTablesAnew, findings_);
    unplanned_.report(result_kind("run_unplanned"), place, "a run that the manifest does not plan",
                      kWriteTablesAnew, findings_);
    order_.report(result_kind("table_order"), place, "rows are not in plan order, epoch by epoch",
                  kWriteTablesAnew, findings_);
    epochs_.report(result_kind("epochs_broken"), place,
                   "a run's epochs are not 0, 1, ... to its last", kRunAnew, findings_);
    missing_.report(result_kind("metric_missing"), place,
                    "an epoch lacks a metric that the config asks for", kRunAnew, findings_);
  }

  const ResultsView& view_;
  std::vector<Finding>& findings_;
  size_t line_ = 0;
  Section section_;
  std::set<std::string> seen_;
  size_t next_place_ = 0;
  Occurrences cells_, repeated_, unplanned_, order_, epochs_, missing_;
};

}  // namespace

void check_curves(const ResultsView& view, std::vector<Finding>& findings) {
  if (view.curves_csv) CurvesCheck(view, findings).check();
}

}  // namespace logitbench
