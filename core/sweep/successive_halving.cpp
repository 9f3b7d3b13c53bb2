#include "core/sweep/successive_halving.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/config/metric_direction.h"
#include "core/sweep/standings.h"

namespace logitbench {

namespace {

bool competes(RunStatus status) {
  return status == RunStatus::queued || status == RunStatus::completed ||
         status == RunStatus::pruned;
}

}  // namespace

SuccessiveHalving::SuccessiveHalving(const Plan& plan, std::vector<size_t> competitors)
    : plan_(plan), going_on_(std::move(competitors)), epochs_(plan.stop.first_epochs) {}

std::optional<Round> SuccessiveHalving::next(const StandingOf&) {
  if (last_ || going_on_.empty()) return std::nullopt;
  Round round{going_on_, no_limit(plan_)};
  last_ = going_on_.size() == 1 || epochs_ >= most_epochs(plan_, going_on_);
  if (!last_) round.limit.wait_after = epochs_;
  return round;
}

std::vector<PrunedRun> SuccessiveHalving::judge(const StandingOf& standing) {
  if (last_) return {};
  const RunLimit compared = no_limit(plan_);
  struct Ranked {
    double best;
    size_t run;
    bool completed;
  };
  std::vector<Ranked> ranked;
  for (const size_t run : going_on_)
    if (const Standing now = standing(run); competes(now.status))
      ranked.push_back({best_within(now, epochs_, compared.larger_is_better), run,
                        now.status == RunStatus::completed});
  std::stable_sort(ranked.begin(), ranked.end(), [&](const Ranked& a, const Ranked& b) {
    return is_better(a.best, b.best, compared.larger_is_better);
  });
  const size_t kept =
      std::min(ranked.size(), std::max<size_t>(1, going_on_.size() / plan_.stop.factor));
  std::vector<PrunedRun> pruned;
  for (size_t i = kept; i < ranked.size(); ++i)
    if (!ranked[i].completed)
      pruned.push_back({ranked[i].run,
                        fmt::format("number {} of {} by the best {}.{} in {} {}, {:.6g}; the "
                                    "first {} went on",
                                    i + 1, ranked.size(), compared.split, compared.metric, epochs_,
                                    epochs_ == 1 ? "epoch" : "epochs", ranked[i].best, kept)});
  going_on_.clear();
  for (size_t i = 0; i < kept; ++i) going_on_.push_back(ranked[i].run);
  std::sort(going_on_.begin(), going_on_.end());
  epochs_ *= plan_.stop.factor;
  return pruned;
}

}  // namespace logitbench
