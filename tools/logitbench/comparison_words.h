// A comparison in words.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/metric_choice.h"

namespace logitbench {

// "final.valid.accuracy by loss, larger is better: 15 runs, 15 completed"
std::string comparison_title(const Comparison& comparison, const MetricChoice& metric);

// The answer: what the others are compared with, then a sentence for each of them, best first.
std::vector<std::string> comparison_answer(const Comparison& comparison,
                                           const MetricChoice& metric);
// The sentence about one of them, without a full stop.
std::string verdict_sentence(const Comparison& comparison, const GroupDifference& difference);
// better, worse, no difference, cannot tell, too few
std::string verdict_word(ComparisonVerdict verdict);

// What is to be kept in mind with the numbers: what was averaged over, what was left out.
std::vector<std::string> comparison_notes(const Comparison& comparison);

// "[0.1, 0.2]"; nothing where there is none.
std::string interval_text(const std::optional<Interval>& interval);

}  // namespace logitbench
