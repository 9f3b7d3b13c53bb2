// What a difference says, from its test alone.
#pragma once

#include <optional>

#include "core/analysis/comparison/comparison.h"

namespace logitbench {

// Fills in verdict, within_margin and needed from t_test, p and the numbers of repeats:
//   too_few_repeats  fewer than kLeastRepeats, on either side where unpaired
//   better, worse    p after Holm below kLevel, and the interval of the difference holds no 0;
//                    within_margin says where it is real and yet no larger than the margin
//   no_difference    the interval lies within the margin, or nothing differs at all
//   cannot_tell      else; `needed` seeds would find a difference of this size, each at
//                    kLevel / asked_at_once
void judge(GroupDifference& difference, bool larger_is_better, std::optional<double> margin,
           size_t asked_at_once);

}  // namespace logitbench
