// Successive halving: all train for `first_epochs`, the best 1/factor of them for factor times as
// many, and so on; those of the last round to their end. At least one goes on. Runs are compared by
// their best value so far; of equals the first in the plan is the better. A run whose turn comes
// again is trained from its start: no run is kept in memory, and a killed sweep has lost nothing.
// That costs at most 1/(1 - 1/factor) of the epochs.
// Source: Jamieson and Talwalkar, Non-stochastic best arm identification, AISTATS 2016.
#pragma once

#include "core/sweep/early_stopping.h"

namespace logitbench {

class SuccessiveHalving final : public StopRule {
 public:
  SuccessiveHalving(const Plan& plan, std::vector<size_t> competitors);

  std::optional<Round> next(const StandingOf& standing) override;
  std::vector<PrunedRun> judge(const StandingOf& standing) override;

 private:
  const Plan& plan_;
  std::vector<size_t> going_on_;
  uint64_t epochs_;  // after which the next are chosen
  bool last_ = false;
};

}  // namespace logitbench
