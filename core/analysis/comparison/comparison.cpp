#include "core/analysis/comparison/comparison.h"

#include <logitbench/error.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/analysis/comparison/compared_group.h"
#include "core/analysis/comparison/comparison_family.h"
#include "core/analysis/comparison/group_pairs.h"
#include "core/analysis/comparison/verdict.h"
#include "core/analysis/statistics/bootstrap.h"
#include "core/analysis/statistics/sample.h"
#include "core/config/nearest_name.h"
#include "core/record/csv_reader.h"
#include "core/record/csv_writer.h"
#include "core/record/number_text.h"

namespace logitbench {

namespace {

constexpr const char* kNotSet = "(not set)";
constexpr BootstrapSettings kBootstrap{.confidence = kConfidence};

size_t key_index(const std::string& key, const std::vector<std::string>& known) {
  const auto found = std::find(known.begin(), known.end(), key);
  if (found != known.end()) return static_cast<size_t>(found - known.begin());
  if (key == "seed")
    throw ConfigError("by: seeds are the repeats that are averaged over; compare by " +
                      (known.empty() ? "a swept key" : name_list(known)));
  if (known.empty())
    throw ConfigError("by: found '" + key +
                      "', but these runs are swept by no key: they differ in "
                      "their seeds alone");
  throw ConfigError("by: found '" + key + "', expected a key that these runs are swept by: " +
                    name_list(known) + did_you_mean(key, known));
}

std::vector<size_t> compared_keys(const JoinedRuns& runs, const std::vector<std::string>& by) {
  std::vector<size_t> keys;
  for (const std::string& key : by.empty() ? runs.keys : by) {
    const size_t index = key_index(key, runs.keys);
    if (std::find(keys.begin(), keys.end(), index) != keys.end())
      throw ConfigError("by: " + key + " is there twice");
    keys.push_back(index);
  }
  return keys;
}

// Welch's test takes the fourth power of how far values lie apart; below this a double holds it,
// with room for the sums over the repeats.
constexpr double kFurthestApart = 1e76;

void refuse_too_far_apart(const std::vector<ComparedGroup>& groups, const std::string& metric) {
  double least = INFINITY, largest = -INFINITY;
  for (const ComparedGroup& group : groups) {
    if (group.group.repeats.size() < 2) continue;  // nothing is tested
    for (const GroupCell& cell : group.cells) {
      least = std::min(least, cell.value);
      largest = std::max(largest, cell.value);
    }
  }
  if (!(largest - least > kFurthestApart)) return;
  throw Error(ExitCode::check_failed,
              metric + " cannot be compared: its values reach from " + number_text(least) + " to " +
                  number_text(largest) + ", and tests of values that are more than " +
                  number_text(kFurthestApart) +
                  " apart overflow. Look at the runs that have them, or compare another metric: "
                  "--metric M");
}

// The values that a key takes, of all runs and of those of each setting of `by`.
OtherKey other_key(const JoinedRuns& runs, size_t key, const std::vector<size_t>& by) {
  std::map<std::vector<std::string>, std::set<std::string>> of_group;
  for (const JoinedRuns::Run& run : runs.runs) {
    std::vector<std::string> setting;
    for (const size_t k : by) setting.push_back(run.settings[k]);
    of_group[setting].insert(run.settings[key]);
  }
  OtherKey other{runs.keys[key]};
  for (const auto& [setting, values] : of_group) {
    other.averaged = other.averaged || values.size() > 1;
    other.differs = other.differs || values != of_group.begin()->second;
  }
  return other;
}

void summarize(Group& group) {
  if (group.repeats.empty()) return;
  std::vector<double> values;
  for (const Repeat& repeat : group.repeats) values.push_back(repeat.value);
  const Interval range = observed_range(values);
  Summary& summary = group.summary.emplace();
  summary.mean = mean_of(values);
  summary.median = median_of(values);
  summary.least = range.low;
  summary.largest = range.high;
  if (values.size() < 2) return;
  summary.deviation = standard_deviation(values);
  summary.t_interval = t_interval(values, kConfidence);
  summary.bootstrap = bootstrap_interval(values, kBootstrap);
}

void sort_best_first(std::vector<ComparedGroup>& groups, bool larger_is_better) {
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const ComparedGroup& a, const ComparedGroup& b) {
                     if (!a.group.summary || !b.group.summary)
                       return a.group.summary.has_value() && !b.group.summary.has_value();
                     const double of_a = a.group.summary->mean, of_b = b.group.summary->mean;
                     return larger_is_better ? of_a > of_b : of_a < of_b;
                   });
}

size_t baseline_index(const std::vector<ComparedGroup>& groups, const std::string& baseline) {
  std::vector<std::string> names;
  for (size_t i = 0; i < groups.size(); ++i) {
    const std::vector<std::string>& setting = groups[i].group.setting;
    names.push_back(setting_text(setting));
    // A single value may stand as it is, whatever is in it.
    if (baseline == names.back() || (setting.size() == 1 && baseline == setting[0])) return i;
  }
  std::vector<std::string> given;
  CsvReader(baseline).next(given);
  const auto same = [](const std::string& a, const std::string& b) {
    const std::optional<double> number = number_cell(a);
    return a == b || (number && number == number_cell(b));  // 0.10 is 0.1
  };
  for (size_t i = 0; i < groups.size(); ++i)
    if (std::equal(given.begin(), given.end(), groups[i].group.setting.begin(),
                   groups[i].group.setting.end(), same))
      return i;
  throw ConfigError("baseline: found '" + baseline + "', expected one of " + name_list(names) +
                    did_you_mean(baseline, names));
}

// The best mean of those with enough repeats for a verdict, or of all where none has. The groups
// are sorted.
std::optional<size_t> best_index(const std::vector<ComparedGroup>& groups) {
  for (size_t i = 0; i < groups.size(); ++i)
    if (groups[i].group.repeats.size() >= kLeastRepeats) return i;
  if (groups.empty() || !groups[0].group.summary) return std::nullopt;
  return 0;
}

GroupDifference difference_of(const ComparedGroup& reference, const ComparedGroup& group,
                              size_t index) {
  GroupDifference difference;
  difference.group = index;
  const GroupPairs pairs = pair_groups(reference, group);
  difference.paired = pairs.paired;
  difference.repeats = pairs.repeats_b();
  difference.reference_repeats = pairs.repeats_a();
  difference.own_settings = pairs.own_settings;
  difference.without_partner = pairs.without_partner;
  if (pairs.repeats() < 2) return difference;
  difference.t_test = t_test_of(pairs);
  difference.rank_test = rank_test_of(pairs);
  difference.bootstrap = pairs.paired ? bootstrap_interval(pairs.differences, kBootstrap)
                                      : bootstrap_interval(pairs.of_a, pairs.of_b, kBootstrap);
  return difference;
}

// Each other group beside the reference, with p after Holm and a verdict.
void compare_with_reference(const std::vector<ComparedGroup>& groups, Comparison& comparison) {
  const size_t reference = *comparison.reference;
  const ComparisonFamily family =
      comparison.baseline_given ? pairs_with(reference, groups) : all_pairs(reference, groups);
  comparison.asked_at_once = family.tests;
  for (size_t i = 0; i < groups.size(); ++i)
    if (i != reference) comparison.differences.emplace_back().group = i;
  tbb::parallel_for(size_t{0}, comparison.differences.size(), [&](size_t d) {
    const size_t group = comparison.differences[d].group;
    GroupDifference difference = difference_of(groups[reference], groups[group], group);
    if (const auto& corrected = family.beside_reference[group]) {
      difference.p = corrected->t;
      difference.rank_p = corrected->rank;
    }
    judge(difference, comparison.larger_is_better, comparison.margin, family.tests);
    comparison.differences[d] = std::move(difference);
  });
}

}  // namespace

size_t Group::runs() const {
  size_t count = 0;
  for (const auto& [status, runs_of_it] : by_status) count += runs_of_it;
  return count;
}

const char* to_text(ComparisonVerdict verdict) {
  switch (verdict) {
    case ComparisonVerdict::better:
      return "better";
    case ComparisonVerdict::worse:
      return "worse";
    case ComparisonVerdict::no_difference:
      return "no_difference";
    case ComparisonVerdict::cannot_tell:
      return "cannot_tell";
    case ComparisonVerdict::too_few_repeats:
      break;
  }
  return "too_few_repeats";
}

std::string setting_text(const std::vector<std::string>& setting) {
  if (setting.size() == 1) return setting[0].empty() ? kNotSet : setting[0];
  std::string text;
  for (size_t i = 0; i < setting.size(); ++i)
    text += (i > 0 ? "," : "") + (setting[i].empty() ? kNotSet : csv_cell(setting[i]));
  return text;
}

Comparison compare(const JoinedRuns& runs, const ComparisonRequest& request) {
  Comparison comparison;
  comparison.larger_is_better = runs.larger_is_better;
  comparison.differing_keys = runs.differing_keys;
  comparison.unknown_configs = runs.unknown_configs;
  comparison.margin = request.margin;
  const std::vector<size_t> by = compared_keys(runs, request.by);
  for (const size_t key : by) comparison.by.push_back(runs.keys[key]);
  std::vector<size_t> others;
  for (size_t key = 0; key < runs.keys.size(); ++key) {
    if (std::find(by.begin(), by.end(), key) != by.end()) continue;
    const OtherKey other = other_key(runs, key, by);
    if (!other.averaged && !other.differs) continue;
    others.push_back(key);
    comparison.others.push_back(other);
  }

  std::vector<ComparedGroup> groups = grouped(runs, by, others);
  refuse_too_far_apart(groups, runs.metric);
  tbb::parallel_for(size_t{0}, groups.size(), [&](size_t i) { summarize(groups[i].group); });
  sort_best_first(groups, runs.larger_is_better);
  comparison.baseline_given = request.baseline.has_value();
  comparison.reference =
      request.baseline ? baseline_index(groups, *request.baseline) : best_index(groups);
  if (comparison.reference) compare_with_reference(groups, comparison);
  for (ComparedGroup& group : groups) comparison.groups.push_back(std::move(group.group));
  return comparison;
}

}  // namespace logitbench
