#include "tools/logitbench/run_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/record/number_text.h"
#include "tools/logitbench/text_table.h"

namespace logitbench {

namespace {

using Column = std::pair<std::string, std::string>;  // split, metric

// What tells a run's end: the training loss and the validation metrics, in the order in which they
// were first seen. The rest is in runs.csv.
std::vector<Column> recorded_columns(const Plan& plan, const ResultsFolder& results) {
  std::vector<Column> columns;
  std::set<Column> seen;
  for (const Run& run : plan.runs)
    if (const Attempt* attempt = results.ended(run.run_id); attempt && !attempt->epochs.empty())
      for (const MetricValue& value : attempt->epochs.back().values)
        if ((value.split == "valid" || (value.split == "train" && value.metric == "loss")) &&
            seen.insert({value.split, value.metric}).second)
          columns.emplace_back(value.split, value.metric);
  return columns;
}

bool has_repeats(const Plan& plan) {
  return std::any_of(plan.runs.begin(), plan.runs.end(), [&](const Run& run) {
    return run.config.seed != plan.runs.front().config.seed;
  });
}

// The columns that tell the runs of a plan apart; a single run is told by its id.
std::vector<std::string> distinguishing_header(const Plan& plan) {
  std::vector<std::string> header = plan.swept_keys;
  if (has_repeats(plan) && std::count(header.begin(), header.end(), "seed") == 0)
    header.push_back("seed");
  if (header.empty()) header.push_back("run");
  return header;
}

std::vector<std::string> distinguishing_cells(const Plan& plan, const Run& run) {
  std::vector<std::string> cells = run.swept;
  const auto header = distinguishing_header(plan);
  if (cells.size() < header.size())
    cells.push_back(header.back() == "seed" ? std::to_string(run.config.seed) : run.run_id);
  return cells;
}

}  // namespace

void print_plan(const Plan& plan, const std::optional<Shard>& shard, std::ostream& out) {
  std::vector<std::string> header = distinguishing_header(plan);
  if (header.front() != "run") header.push_back("run");
  TextTable table(header);
  size_t shown = 0;
  for (size_t i = 0; i < plan.runs.size(); ++i) {
    if (shard && !shard->has(i)) continue;
    ++shown;
    std::vector<std::string> cells = distinguishing_cells(plan, plan.runs[i]);
    if (cells.size() < header.size()) cells.push_back(plan.runs[i].run_id);
    table.add(cells);
  }
  if (!table.empty()) table.print(out);
  if (shard) out << "shard " << to_text(*shard) << ": " << shown << " of ";
  out << plan.runs.size() << (plan.runs.size() == 1 ? " run" : " runs") << '\n';
}

void print_summary(const Plan& plan, const ResultsFolder& results, std::ostream& out) {
  const std::vector<Column> columns = recorded_columns(plan, results);
  std::vector<std::string> header = distinguishing_header(plan);
  header.emplace_back("status");
  for (const auto& [split, metric] : columns) header.push_back(split + "." + metric);
  header.emplace_back("samples/s");
  TextTable table(header);
  std::vector<std::string> reasons;
  for (const Run& run : plan.runs) {
    const Attempt* attempt = results.ended(run.run_id);
    if (attempt == nullptr) continue;
    std::vector<std::string> cells = distinguishing_cells(plan, run);
    cells.emplace_back(to_text(attempt->result->status));
    for (const auto& [split, metric] : columns) {
      const auto value = final_value(*attempt, split, metric);
      cells.push_back(value ? rounded_text(*value) : "");
    }
    const double rate = attempt->result->samples_per_s;
    cells.push_back(rate > 0 ? fmt::format("{:.0f}", rate) : "");
    table.add(cells);
    if (!attempt->result->reason.empty())
      reasons.push_back(fmt::format("{} {}: {}", run.run_id, to_text(attempt->result->status),
                                    attempt->result->reason));
  }
  if (!table.empty()) table.print(out);
  if (!reasons.empty()) out << '\n';
  for (const std::string& reason : reasons) out << reason << '\n';
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
