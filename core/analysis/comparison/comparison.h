// Runs compared by what they were set to: groups of equal settings, each beside the best one or a
// baseline.
//
// A repeat is a seed. Where a group holds several runs of one seed, because other swept keys vary
// within it, their mean is that seed's value: runs at several learning rates are no independent
// repeats, and n is the number of seeds. Two groups are compared pair by pair where they share
// seeds: a pair is two runs of the same seed and the same other settings, and a seed's difference
// is the mean over its pairs.
//
// The t-test decides, paired or Welch's, as its interval and its p always agree, and as it can tell
// from five pairs, where Wilcoxon's test cannot go below 0.0625; the rank test stands beside it.
// p are corrected after Holm for all that was asked at once: the comparisons with the baseline, or,
// as the best group was picked by the same numbers, all pairs of groups.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"
#include "core/analysis/statistics/rank_tests.h"
#include "core/analysis/statistics/t_tests.h"

namespace logitbench {

inline constexpr size_t kLeastRepeats = 5;  // for a verdict
inline constexpr double kConfidence = 0.95;
inline constexpr double kLevel = 0.05;  // of p, for all that is asked together
inline constexpr double kPower = 0.8;   // with which the needed repeats find the difference

struct ComparisonRequest {
  std::vector<std::string> by;          // empty: every key
  std::optional<std::string> baseline;  // as setting_text() says it; none: the best
  std::optional<double> margin;         // what is no larger makes no difference
};

struct Repeat {
  uint64_t seed = 0;
  double value = 0;
};

struct Summary {
  double mean = 0, median = 0;
  double least = 0, largest = 0;
  std::optional<double> deviation;     // standard deviation; this and the next of two or more
  std::optional<Interval> t_interval;  // of the mean, 95 %
  std::optional<Interval> bootstrap;   // of the mean, 95 %
};

struct Group {
  std::vector<std::string> setting;       // of each key that is compared by
  std::map<RunStatus, size_t> by_status;  // every run of it
  size_t missing = 0;                     // completed ones without such a value
  size_t not_finite = 0;                  // completed ones whose value is NaN or infinite
  std::vector<Repeat> repeats;            // seeds ascending
  std::optional<Summary> summary;         // none: no repeat

  size_t runs() const;
};

enum class ComparisonVerdict { better, worse, no_difference, cannot_tell, too_few_repeats };
// better, worse, no_difference, cannot_tell, too_few_repeats
const char* to_text(ComparisonVerdict verdict);

// A group beside the reference. Differences are the group's value less the reference's.
struct GroupDifference {
  size_t group = 0;  // index in Comparison::groups
  bool paired = false;
  // Paired: seeds in both. Unpaired: the group's seeds, and the reference's.
  size_t repeats = 0, reference_repeats = 0;
  // The two share no setting of the other keys: each seed's value is the mean over its own.
  bool own_settings = false;
  size_t without_partner = 0;         // runs of either that no pair has
  std::optional<TTest> t_test;        // this and the next two of two repeats or more
  std::optional<Interval> bootstrap;  // of the difference, 95 %
  std::optional<RankTest> rank_test;  // Wilcoxon's where paired, else Mann and Whitney's
  std::optional<double> p, rank_p;    // after Holm; none where the verdict is refused
  ComparisonVerdict verdict = ComparisonVerdict::too_few_repeats;
  bool within_margin = false;      // the interval of the difference is
  std::optional<uint64_t> needed;  // of cannot_tell: seeds; none: more than a million
};

// A swept key that is not compared by, and takes several values.
struct OtherKey {
  std::string name;
  bool averaged = false;  // within a group
  bool differs = false;   // not the same values in every group
};

struct Comparison {
  std::vector<std::string> by;
  std::vector<OtherKey> others;
  std::vector<std::string> differing_keys, unknown_configs;  // as JoinedRuns has them
  bool larger_is_better = true;
  std::optional<double> margin;
  std::vector<Group> groups;        // the best mean first, those without any last
  std::optional<size_t> reference;  // none: no group has a value
  bool baseline_given = false;
  size_t asked_at_once = 0;                  // tests that Holm's correction is for
  std::vector<GroupDifference> differences;  // of the other groups, in their order
};

// A group's name: its values with commas between them, each as a cell of a CSV; "(not set)" for a
// value that is none.
std::string setting_text(const std::vector<std::string>& setting);

// The same runs and request, the same numbers to the last bit. Throws ConfigError for a key that no
// run is swept by, for the seed, and for a baseline that is no group, each with those there are;
// Error with exit code 3 for values too far apart to be tested, naming the metric.
Comparison compare(const JoinedRuns& runs, const ComparisonRequest& request);

}  // namespace logitbench
