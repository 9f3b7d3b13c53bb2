#include "core/sweep/median_stopping.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "core/config/metric_direction.h"
#include "core/sweep/run_id.h"
#include "core/sweep/standings.h"

namespace logitbench {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// NaN, which is worse than any number, where a half or more are NaN.
double median_of(std::vector<double> values, bool larger_is_better) {
  if (values.empty()) return kNone;
  std::sort(values.begin(), values.end(),
            [&](double a, double b) { return is_better(a, b, larger_is_better); });
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

MedianStopping::MedianStopping(const Plan& plan, std::vector<size_t> competitors)
    : plan_(plan), order_(std::move(competitors)) {
  std::sort(order_.begin(), order_.end(), [&](size_t a, size_t b) {
    return hash_of_run_id(plan.runs[a].run_id) < hash_of_run_id(plan.runs[b].run_id);
  });
}

std::optional<Round> MedianStopping::next(const StandingOf& standing) {
  if (before_ == order_.size()) return std::nullopt;
  Round round{{}, before_ == 0 ? no_limit(plan_) : limit(standing)};
  const size_t count = before_ == 0 ? plan_.stop.first : before_;
  const size_t end = std::min(order_.size(), before_ + count);
  round.runs.assign(order_.begin() + static_cast<ptrdiff_t>(before_),
                    order_.begin() + static_cast<ptrdiff_t>(end));
  before_ = end;
  return round;
}

RunLimit MedianStopping::limit(const StandingOf& standing) const {
  RunLimit limit = no_limit(plan_);
  std::vector<Standing> earlier;
  for (size_t i = 0; i < before_; ++i) {
    Standing one = standing(order_[i]);
    if (one.status == RunStatus::diverged) one.values.clear();
    if (one.status == RunStatus::completed || one.status == RunStatus::pruned ||
        one.status == RunStatus::diverged)
      earlier.push_back(std::move(one));
  }
  // After the longest of them nothing changes any more: the last bar holds.
  uint64_t longest = plan_.stop.after;
  for (const Standing& one : earlier) longest = std::max<uint64_t>(longest, one.values.size());
  std::vector<double> best(earlier.size(), kNone);
  for (uint64_t epoch = 1; epoch <= longest; ++epoch) {
    for (size_t i = 0; i < earlier.size(); ++i)
      if (epoch <= earlier[i].values.size() &&
          is_better(earlier[i].values[epoch - 1], best[i], limit.larger_is_better))
        best[i] = earlier[i].values[epoch - 1];
    limit.bars.push_back(epoch < plan_.stop.after ? kNone
                                                  : median_of(best, limit.larger_is_better));
  }
  limit.bars_are = fmt::format("the median of the {} runs before it", earlier.size());
  return limit;
}

}  // namespace logitbench
