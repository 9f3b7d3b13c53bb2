#include "core/config/run_limit.h"

#include <fmt/format.h>

#include "core/config/metric_direction.h"

namespace logitbench {

LimitWatch::Verdict LimitWatch::after_epoch(uint64_t epoch, double value) {
  epoch_ = epoch;
  if (is_better(value, best_, limit_.larger_is_better)) best_ = value;
  if (epoch_ <= limit_.bars.size()) {
    bar_ = limit_.bars[epoch_ - 1];
    if (is_better(bar_, best_, limit_.larger_is_better)) return Verdict::pruned;
  }
  return limit_.wait_after == epoch_ ? Verdict::waits : Verdict::goes_on;
}

std::string LimitWatch::reason() const {
  return fmt::format("after epoch {} its best {}.{} was {:.6g}, {} {:.6g}", epoch_, limit_.split,
                     limit_.metric, best_, limit_.bars_are, bar_);
}

}  // namespace logitbench
