// Which of a metric's values is compared, as it is written.
#pragma once

#include <cstdint>
#include <string>

#include "core/config/expect.h"

namespace logitbench {

struct MetricChoice {
  SeriesName series;
  ValueOf value_of = ValueOf::final;
  uint64_t epoch = 0;  // of ValueOf::at
};

// valid.accuracy (the last value), final.valid.accuracy (the same), best.valid.accuracy,
// valid.accuracy@10. Throws ConfigError for another text, a split or a metric that does not exist,
// with the nearest name that does.
MetricChoice metric_choice(const std::string& text);

// "final.valid.accuracy", the column of runs.csv, or "valid.accuracy@10".
std::string choice_text(const MetricChoice& choice);

}  // namespace logitbench
