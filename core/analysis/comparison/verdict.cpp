#include "core/analysis/comparison/verdict.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/statistics/needed_repeats.h"

namespace logitbench {

void judge(GroupDifference& difference, bool larger_is_better, std::optional<double> margin,
           size_t asked_at_once) {
  difference.verdict = ComparisonVerdict::too_few_repeats;
  if (std::min(difference.repeats, difference.reference_repeats) < kLeastRepeats ||
      !difference.t_test || !difference.p)
    return;
  const TTest& test = *difference.t_test;
  const Interval& interval = test.interval;
  difference.within_margin =
      margin && std::max(std::abs(interval.low), std::abs(interval.high)) <= *margin;
  const bool holds_zero = interval.low <= 0 && interval.high >= 0;
  if (*difference.p < kLevel && !holds_zero) {
    difference.verdict = (test.difference > 0) == larger_is_better ? ComparisonVerdict::better
                                                                   : ComparisonVerdict::worse;
  } else if (difference.within_margin || (interval.low == 0 && interval.high == 0)) {
    difference.verdict = ComparisonVerdict::no_difference;
  } else {
    difference.verdict = ComparisonVerdict::cannot_tell;
    difference.needed =
        needed_repeats(test.effect, difference.paired ? Design::paired : Design::unpaired,
                       kLevel / static_cast<double>(std::max<size_t>(asked_at_once, 1)), kPower);
  }
}

}  // namespace logitbench
