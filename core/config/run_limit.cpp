#include "core/config/run_limit.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/config/metric_direction.h"

namespace logitbench {

LimitWatch::Verdict LimitWatch::after_epoch(uint64_t epoch, double value) {
  epoch_ = epoch;
  if (is_better(value, best_, limit_.larger_is_better)) best_ = value;
  if (!limit_.bars.empty()) {
    bar_ = limit_.bars[std::min<size_t>(epoch_, limit_.bars.size()) - 1];
    if (is_better(bar_, best_, limit_.larger_is_better)) return Verdict::pruned;
  }
  return limit_.wait_after == epoch_ ? Verdict::waits : Verdict::goes_on;
}

std::string LimitWatch::reason() const {
  return fmt::format("after epoch {} its best {}.{} was {:.6g}, {} {:.6g}", epoch_, limit_.split,
                     limit_.metric, best_, limit_.bars_are, bar_);
}

}  // namespace logitbench
