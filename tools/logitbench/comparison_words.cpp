#include "tools/logitbench/comparison_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/config/nearest_name.h"
#include "core/record/number_text.h"
#include "tools/logitbench/progress_line.h"

namespace logitbench {

namespace {

std::string name_of(const Comparison& comparison, size_t group) {
  return printable(setting_text(comparison.groups[group].setting));
}

std::string joined(const std::vector<std::string>& names, const char* between) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : between) + name;
  return text;
}

std::string count_text(size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string p_text(double p) { return p < 0.0001 ? "p < 0.0001" : "p " + rounded_text(p); }

std::string repeats_text(const GroupDifference& difference) {
  if (difference.paired) return count_text(difference.repeats, "pair", "pairs");
  return fmt::format("{} seeds beside {}, none paired", difference.repeats,
                     difference.reference_repeats);
}

// "95 % interval -0.02 to 0.001, p 0.07, 6 pairs"
std::string evidence(const GroupDifference& difference) {
  const Interval& interval = difference.t_test->interval;
  return fmt::format("95 % interval {} to {}, {}, {}", rounded_text(interval.low),
                     rounded_text(interval.high), p_text(*difference.p), repeats_text(difference));
}

// The same behind the difference.
std::string difference_text(const GroupDifference& difference) {
  return "difference " + rounded_text(difference.t_test->difference) + ", " + evidence(difference);
}

// Where the t-test tells a difference and the rank test does not.
std::string rank_doubt(const Comparison& comparison, const GroupDifference& difference) {
  if (*difference.rank_p < kLevel) return "";
  const std::string test = difference.paired ? "Wilcoxon's test" : "Mann and Whitney's test";
  const double least = difference.paired
                           ? least_wilcoxon_p(difference.repeats)
                           : least_mann_whitney_p(difference.repeats, difference.reference_repeats);
  if (least * static_cast<double>(comparison.asked_at_once) >= kLevel)
    return fmt::format("; {} is too weak to confirm it", test);
  return fmt::format("; {} does not confirm it, {}", test, p_text(*difference.rank_p));
}

// Those that are left may be the lucky ones.
std::string diverged_text(const Group& group) {
  const auto diverged = group.by_status.find(RunStatus::diverged);
  if (diverged == group.by_status.end() || group.repeats.empty()) return "";
  return fmt::format("; {} of its {} diverged", diverged->second,
                     count_text(group.runs(), "run", "runs"));
}

// A better mean of too few seeds is none to compare with.
std::string best_of_enough(const Comparison& comparison) {
  if (*comparison.reference == 0) return "";
  return fmt::format(" of those with {} seeds or more", kLeastRepeats);
}

std::string seeds_needed(const GroupDifference& difference) {
  if (!difference.needed) return "; more than a million seeds would be needed to tell";
  return fmt::format("; about {} seeds{} would be needed to tell a difference of this size",
                     *difference.needed, difference.paired ? "" : " of each");
}

std::string too_few(const Comparison& comparison, const GroupDifference& difference) {
  const Group& group = comparison.groups[difference.group];
  if (group.repeats.empty())
    return fmt::format("no verdict, none of its {} completed with a finite value",
                       count_text(group.runs(), "run", "runs"));
  const size_t fewer = std::min(difference.repeats, difference.reference_repeats);
  return fmt::format("no verdict, {}; it takes {} at least",
                     difference.paired ? count_text(fewer, "seed", "seeds") + " to compare"
                                       : fmt::format("{} beside {} seeds", difference.repeats,
                                                     difference.reference_repeats),
                     kLeastRepeats);
}

std::string better_or_worse(const Comparison& comparison, const GroupDifference& difference,
                            const std::string& reference) {
  std::string text = fmt::format("{} than {} by {}", verdict_word(difference.verdict), reference,
                                 rounded_text(std::abs(difference.t_test->difference)));
  if (difference.within_margin)
    text += ", which is no more than the margin " + rounded_text(*comparison.margin);
  return text + " (" + evidence(difference) + ")" + rank_doubt(comparison, difference);
}

std::string no_difference(const Comparison& comparison, const GroupDifference& difference,
                          const std::string& reference) {
  const Interval& interval = difference.t_test->interval;
  if (interval.low == 0 && interval.high == 0)
    return "no difference to " + reference + ": equal in every one of " + repeats_text(difference);
  return fmt::format("no difference to {} larger than {} ({})", reference,
                     rounded_text(*comparison.margin), difference_text(difference));
}

}  // namespace

std::string verdict_word(ComparisonVerdict verdict) {
  std::string word = to_text(verdict);
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

std::string comparison_title(const Comparison& comparison, const MetricChoice& metric) {
  std::map<RunStatus, size_t> counts;
  size_t runs = 0;
  for (const Group& group : comparison.groups) {
    runs += group.runs();
    for (const auto& [status, count] : group.by_status) counts[status] += count;
  }
  std::string text = choice_text(metric);
  if (!comparison.by.empty()) text += " by " + joined(comparison.by, ", ");
  text += comparison.larger_is_better ? ", larger is better: " : ", smaller is better: ";
  text += count_text(runs, "run", "runs");
  for (const auto& [status, count] : counts) text += fmt::format(", {} {}", count, to_text(status));
  return text;
}

std::string verdict_sentence(const Comparison& comparison, const GroupDifference& difference) {
  const std::string reference = name_of(comparison, *comparison.reference);
  switch (difference.verdict) {
    case ComparisonVerdict::better:
    case ComparisonVerdict::worse:
      return better_or_worse(comparison, difference, reference);
    case ComparisonVerdict::no_difference:
      return no_difference(comparison, difference, reference);
    case ComparisonVerdict::cannot_tell:
      return "cannot tell from " + reference + " (" + difference_text(difference) + ")" +
             seeds_needed(difference);
    case ComparisonVerdict::too_few_repeats:
      break;
  }
  return too_few(comparison, difference);
}

std::vector<std::string> comparison_answer(const Comparison& comparison,
                                           const MetricChoice& metric) {
  if (!comparison.reference) return {"no run completed with a finite value: nothing to compare"};
  const Group& reference = comparison.groups[*comparison.reference];
  const std::string name = name_of(comparison, *comparison.reference);
  const std::string mean =
      reference.summary ? "mean " + rounded_text(reference.summary->mean) : "without a value";
  std::vector<std::string> lines;
  if (comparison.differences.empty())
    lines.push_back(fmt::format("one setting only, {}: nothing to compare with", mean));
  else if (comparison.baseline_given)
    lines.push_back(fmt::format("{}: the baseline, {}", name, mean));
  else
    lines.push_back(fmt::format("{}: the best mean {}{}, {}", name, choice_text(metric),
                                best_of_enough(comparison), rounded_text(reference.summary->mean)));
  lines.back() += diverged_text(reference);
  for (const GroupDifference& difference : comparison.differences)
    lines.push_back(name_of(comparison, difference.group) + ": " +
                    verdict_sentence(comparison, difference) +
                    diverged_text(comparison.groups[difference.group]));
  return lines;
}

std::vector<std::string> comparison_notes(const Comparison& comparison) {
  std::vector<std::string> notes;
  std::vector<std::string> averaged, differing;
  for (const OtherKey& other : comparison.others) {
    if (other.averaged) averaged.push_back(other.name);
    if (other.differs) differing.push_back(other.name);
  }
  if (!averaged.empty())
    notes.push_back(fmt::format(
        "{} {} within groups: a seed's value is the mean over its runs, so that n is the number of "
        "seeds, and pairs share the seed and {}",
        joined(averaged, ", "), averaged.size() == 1 ? "varies" : "vary", joined(averaged, ", ")));
  if (!differing.empty())
    notes.push_back("not every group has the same values of " + joined(differing, ", ") +
                    ": a difference may come from there");
  if (!comparison.differing_keys.empty())
    notes.push_back("the configs of these experiments differ in " +
                    name_list(comparison.differing_keys) + ": a difference may come from there");
  if (!comparison.unknown_configs.empty())
    notes.push_back("manifest.json is missing or damaged in " +
                    name_list(comparison.unknown_configs, 5) +
                    ": what else these experiments differ in is not known");
  size_t own = 0, unpaired = 0;
  std::vector<std::string> alone;
  for (const GroupDifference& difference : comparison.differences) {
    own += difference.own_settings ? 1 : 0;
    unpaired += !difference.paired && difference.repeats > 0 ? 1 : 0;
    if (difference.without_partner > 0)
      alone.push_back(fmt::format("{} with {}", difference.without_partner,
                                  name_of(comparison, difference.group)));
  }
  if (own > 0)
    notes.push_back(
        "groups that share no setting of the other keys are each averaged over their "
        "own");
  if (!alone.empty())
    notes.push_back(
        "runs without a partner of the same seed and settings are left out of the "
        "differences: " +
        name_list(alone, 5));
  if (unpaired > 0)
    notes.push_back(
        "groups that do not share their seeds are compared unpaired: by Welch's t-test "
        "and Mann and Whitney's");
  std::vector<std::string> constant;
  for (const Group& group : comparison.groups)
    if (group.repeats.size() > 1 && group.summary->least == group.summary->largest)
      constant.push_back(printable(setting_text(group.setting)));
  if (!constant.empty())
    notes.push_back("every seed gave the same value with " + name_list(constant, 5) +
                    ": where the seed changes nothing, many seeds say no more than one");
  if (comparison.asked_at_once > 1 && !comparison.baseline_given)
    notes.push_back(fmt::format(
        "p are after Holm's correction for all {} pairs of groups, as the best was picked by the "
        "same numbers; with --baseline they are fewer",
        comparison.asked_at_once));
  return notes;
}

std::string interval_text(const std::optional<Interval>& interval) {
  if (!interval) return "";
  return "[" + rounded_text(interval->low) + ", " + rounded_text(interval->high) + "]";
}

}  // namespace logitbench
