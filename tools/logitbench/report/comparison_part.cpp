#include "tools/logitbench/report/comparison_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/report/sweep_points.h"
#include "core/record/number_text.h"
#include "tools/logitbench/comparison_cells.h"
#include "tools/logitbench/comparison_words.h"
#include "tools/logitbench/report/drawn_number.h"
#include "tools/logitbench/report/setting_words.h"

namespace logitbench {

namespace {

Json table_json(const CellTable& table) { return {{"header", table.header}, {"rows", table.rows}}; }

Json drawn_json(const Comparison& comparison) {
  Json groups = Json::array();
  for (const Group& group : comparison.groups) {
    if (!group.summary) continue;
    const auto& interval = group.summary->t_interval;
    groups.push_back({{"name", setting_text(group.setting)},
                      {"n", group.repeats.size()},
                      {"mean", drawn_number(group.summary->mean)},
                      {"low", interval ? drawn_number(interval->low) : Json()},
                      {"high", interval ? drawn_number(interval->high) : Json()}});
  }
  return groups;
}

// One sentence for all, where there is no verdict on any.
std::vector<std::string> answer(const Comparison& comparison, const MetricChoice& choice) {
  std::vector<std::string> lines = comparison_answer(comparison, choice);
  const auto& all = comparison.differences;
  const bool no_verdict =
      all.size() > 1 && std::all_of(all.begin(), all.end(), [](const GroupDifference& difference) {
        return difference.verdict == ComparisonVerdict::too_few_repeats;
      });
  if (no_verdict) {
    lines.resize(1);
    lines.push_back(fmt::format("no verdict on the other {}: it takes {} seeds at least",
                                all.size(), kLeastRepeats));
  }
  return lines;
}

Json comparison_json(const Comparison& comparison, const MetricChoice& choice) {
  const auto pivot = pivot_cells(comparison);
  return {{"by", comparison.by},
          {"title", comparison_title(comparison, choice)},
          {"answer", answer(comparison, choice)},
          {"notes", comparison_notes(comparison)},
          {"groups", table_json(group_cells(comparison))},
          {"differences", table_json(difference_cells(comparison))},
          {"pivot", pivot ? table_json(*pivot) : Json()},
          {"drawn", drawn_json(comparison)}};
}

// The best mean of those with enough seeds for a verdict, else of all; null: none has a value.
const SweepPoint* best_of(const std::vector<SweepPoint>& points, bool larger_is_better) {
  const SweepPoint* best = nullptr;
  const auto beats = [&](const SweepPoint& point) {
    const bool enough = point.seeds >= kLeastRepeats, had = best->seeds >= kLeastRepeats;
    if (enough != had) return enough;
    return larger_is_better ? point.mean > best->mean : point.mean < best->mean;
  };
  for (const SweepPoint& point : points)
    if (point.seeds > 0 && (best == nullptr || beats(point))) best = &point;
  return best;
}

// An interval of a few seeds is wider than the truth would be worth telling.
std::string value_words(const SweepPoint& point) {
  const std::string mean = rounded_text(point.mean);
  if (point.seeds == 1) return mean + ", of one seed";
  if (point.seeds < kLeastRepeats)
    return fmt::format("{}, of {} seeds from {} to {}", mean, point.seeds,
                       rounded_text(point.range.low), rounded_text(point.range.high));
  return fmt::format("{}, 95 % interval {} to {}, of {} seeds", mean,
                     rounded_text(point.interval->low), rounded_text(point.interval->high),
                     point.seeds);
}

std::string lead(const JoinedRuns& runs, const MetricChoice& choice,
                 const std::vector<SweepPoint>& points) {
  const SweepPoint* best = best_of(points, runs.larger_is_better);
  if (best == nullptr)
    return fmt::format("No run completed with a finite {}: there is no answer.",
                       choice_text(choice));
  if (points.size() == 1) return fmt::format("{} is {}.", choice_text(choice), value_words(*best));
  std::string text =
      fmt::format("Best of {} settings: {}, with a mean {} of {}.", points.size(),
                  setting_words(runs.keys, best->setting), choice_text(choice), value_words(*best));
  if (best->seeds < kLeastRepeats)
    text += fmt::format(" With fewer than {} seeds that may be chance.", kLeastRepeats);
  return text;
}

void add_comparison(const JoinedRuns& runs, const MetricChoice& choice,
                    const std::vector<size_t>& keys, Json& part) {
  std::vector<std::string> by;
  std::string names;
  for (const size_t key : keys) {
    by.push_back(runs.keys[key]);
    names += (names.empty() ? "" : ", ") + runs.keys[key];
  }
  const size_t groups = sweep_points(runs, keys).size();
  const bool alone = groups == runs.runs.size() && groups > 2;
  if (groups > kMostGroupsCompared || alone) {
    part["not_compared"].push_back(
        alone
            ? fmt::format("{}: each run has a setting of its own, and one run is no sample", names)
            : fmt::format("{}: {} settings are too many to test each against the best", names,
                          groups));
    return;
  }
  part["comparisons"].push_back(comparison_json(compare(runs, {by, {}, {}}), choice));
}

}  // namespace

Json comparison_part(const JoinedRuns& runs, const MetricChoice& choice) {
  std::vector<size_t> all(runs.keys.size());
  std::iota(all.begin(), all.end(), size_t{0});
  Json part = {{"metric", choice_text(choice)},
               {"larger_is_better", runs.larger_is_better},
               {"lead", lead(runs, choice, sweep_points(runs, all))},
               {"comparisons", Json::array()},
               {"not_compared", Json::array()}};
  if (runs.runs.size() < 2 || all.empty()) return part;
  add_comparison(runs, choice, all, part);
  for (const size_t key : all)
    if (all.size() > 1 && sweep_points(runs, {key}).size() > 1)
      add_comparison(runs, choice, {key}, part);
  return part;
}

}  // namespace logitbench
