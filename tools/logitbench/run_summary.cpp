#include "tools/logitbench/run_summary.h"

#include <fmt/format.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/record/number_text.h"
#include "tools/logitbench/shown_runs.h"
#include "tools/logitbench/text_table.h"
#include "tools/logitbench/time_estimate.h"

namespace logitbench {

namespace {

// What tells a run's end: the training loss, then the validation metrics of all rows in the order
// in which they were first seen. The rest is in runs.csv.
std::vector<MetricSeries> recorded_columns(const Plan& plan, const ResultsFolder& results) {
  const MetricSeries train_loss{"train", "loss"};
  std::vector<MetricSeries> columns;
  std::set<MetricSeries> seen;
  for (const Run& run : plan.runs)
    if (const Attempt* attempt = results.ended(run.run_id))
      for (const MetricSeries& series : attempt->epochs.series())
        if (((series.split == "valid" && find_metric(series.metric)) || series == train_loss) &&
            seen.insert(series).second)
          columns.insert(series == train_loss ? columns.begin() : columns.end(), series);
  return columns;
}

bool has_repeats(const Plan& plan) {
  return std::any_of(plan.runs.begin(), plan.runs.end(), [&](const Run& run) {
    return run.config.seed != plan.runs.front().config.seed;
  });
}

// The columns that tell the runs of a plan apart; a single run is told by its id.
class Distinguishing {
 public:
  explicit Distinguishing(const Plan& plan) : header_(plan.swept_keys) {
    if (has_repeats(plan) && std::count(header_.begin(), header_.end(), "seed") == 0)
      header_.push_back("seed");
    if (header_.empty()) header_.push_back("run");
  }
  const std::vector<std::string>& header() const { return header_; }
  std::vector<std::string> cells(const Run& run) const {
    std::vector<std::string> cells = run.swept;
    if (cells.size() < header_.size())
      cells.push_back(header_.back() == "seed" ? std::to_string(run.config.seed) : run.run_id);
    return cells;
  }

 private:
  std::vector<std::string> header_;
};

// Of all runs that did not end well, however many. Runs that are pruned, or wait, do as they
// should: check DIR says why.
void print_reasons(const Plan& plan, const ResultsFolder& results, std::ostream& out) {
  bool any = false;
  for (const Run& run : plan.runs) {
    const Attempt* attempt = results.ended(run.run_id);
    if (attempt == nullptr || attempt->result->reason.empty() ||
        attempt->result->status == RunStatus::pruned ||
        attempt->result->status == RunStatus::queued)
      continue;
    if (!std::exchange(any, true)) out << '\n';
    out << run.run_id << ' ' << to_text(attempt->result->status) << ": " << attempt->result->reason
        << '\n';
  }
}

std::string done_text(const Plan& plan, const Attempt* ended) {
  if (!is_done(plan, ended)) return "";
  return ended->result->status == RunStatus::pruned ? "pruned" : "done";
}

}  // namespace

void print_plan(const Plan& plan, const EndedRuns& earlier, std::ostream& out) {
  const Distinguishing distinguishing(plan);
  std::vector<std::string> header = distinguishing.header();
  if (header.front() != "run") header.push_back("run");
  const size_t columns = header.size();
  size_t done = 0;
  for (const Run& run : plan.runs) done += is_done(plan, attempt_of(earlier, run)) ? 1 : 0;
  if (done > 0) header.push_back("done");
  TextTable table(header);
  for (const Run& run : plan.runs) {
    std::vector<std::string> cells = distinguishing.cells(run);
    if (cells.size() < columns) cells.push_back(run.run_id);
    if (done > 0) cells.push_back(done_text(plan, attempt_of(earlier, run)));
    table.add(std::move(cells));
  }
  table.print(out);
  out << plan.runs.size() << (plan.runs.size() == 1 ? " run" : " runs");
  if (done > 0) out << ", " << done << " of them done";
  out << '\n' << time_estimate(plan, earlier) << '\n';
  if (plan.stop.method)
    out << "they compete in " << plan.stop.split << '.' << plan.stop.metric
        << ", and runs are ended early: stop." << to_text(*plan.stop.method) << '\n';
}

void print_summary(const Plan& plan, const ResultsFolder& results, std::ostream& out) {
  const std::vector<MetricSeries> columns = recorded_columns(plan, results);
  const Distinguishing distinguishing(plan);
  std::vector<std::string> header = distinguishing.header();
  header.emplace_back("status");
  for (const auto& [split, metric] : columns) header.push_back(split + "." + metric);
  header.emplace_back("samples/s");
  TextTable table(header);
  const ShownRuns shown = shown_runs(plan, results);
  for (const Run* run : shown.runs) {
    const Attempt& attempt = *results.ended(run->run_id);
    std::vector<std::string> cells = distinguishing.cells(*run);
    cells.emplace_back(to_text(attempt.result->status));
    for (const auto& [split, metric] : columns) {
      const auto value = final_value(attempt, split, metric);
      cells.push_back(value ? rounded_text(*value) : "");
    }
    const double rate = attempt.result->samples_per_s;
    cells.push_back(rate > 0 ? fmt::format("{:.0f}", rate) : "");
    table.add(cells);
  }
  if (!table.empty()) table.print(out);
  if (!shown.note.empty()) out << shown.note << '\n';
  print_reasons(plan, results, out);
}

void print_predictions(const Predictions& predictions, std::ostream& out) {
  TextTable table({"row", "label", "decision", "probabilities (" + predictions.split + ")"});
  for (const Prediction& row : predictions.rows) {
    std::string probabilities;
    for (double p : row.probabilities)
      probabilities +=
          (probabilities.empty() ? "" : " ") +
          (predictions.single_precision ? number_text(static_cast<float>(p)) : number_text(p));
    table.add({std::to_string(row.row), std::to_string(row.label), std::to_string(row.decision),
               probabilities});
  }
  table.print(out);
}

}  // namespace logitbench
