#include "tools/logitbench/shown_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace logitbench {

namespace {

constexpr size_t kAllOf = 40;  // about a screen
constexpr size_t kBest = 10;

std::vector<const Run*> best_of(const std::vector<const Run*>& ended,
                                const ResultsFolder& results) {
  std::vector<std::pair<double, const Run*>> ranked;
  for (const Run* run : ended) {
    const Attempt& attempt = *results.ended(run->run_id);
    const auto accuracy = final_value(attempt, "valid", "accuracy");
    if (attempt.result->status == RunStatus::completed && accuracy && !std::isnan(*accuracy))
      ranked.emplace_back(*accuracy, run);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  ranked.resize(std::min(ranked.size(), kBest));
  std::vector<const Run*> best;
  for (const auto& [accuracy, run] : ranked) best.push_back(run);
  return best;
}

}  // namespace

ShownRuns shown_runs(const Plan& plan, const ResultsFolder& results) {
  ShownRuns shown;
  std::map<RunStatus, size_t> counts;
  for (const Run& run : plan.runs) {
    const Attempt* attempt = results.ended(run.run_id);
    ++counts[attempt != nullptr ? attempt->result->status : RunStatus::queued];
    if (attempt != nullptr) shown.runs.push_back(&run);
  }
  if (plan.runs.size() == 1) return shown;
  for (const auto& [status, count] : counts)
    shown.note += fmt::format("{}{} {}", shown.note.empty() ? "" : ", ", count, to_text(status));
  shown.note = fmt::format("{} runs: {}", plan.runs.size(), shown.note);
  if (shown.runs.size() > kAllOf) {
    shown.runs = best_of(shown.runs, results);
    shown.note += fmt::format("; above, the {} of the largest valid.accuracy", shown.runs.size());
  }
  return shown;
}

}  // namespace logitbench
