// Median stopping: a run ends after an epoch at which its best value so far is worse than the
// median of the best values so far of the runs before it. The first ones are measured against
// nothing; then come as many as there are before them, and so on, each round against all earlier
// ones. Runs are taken in the order of their ids' hashes, so that the first ones are no corner of a
// grid. Of a run that was ended, its last best value counts in later epochs; one that diverged is
// worse than any; one that failed does not count.
// Source: Golovin et al., Google Vizier, KDD 2017, section 3.1; there the order is that of time.
#pragma once

#include "core/sweep/early_stopping.h"

namespace logitbench {

class MedianStopping final : public StopRule {
 public:
  MedianStopping(const Plan& plan, std::vector<size_t> competitors);

  std::optional<Round> next(const StandingOf& standing) override;
  // The runs see by themselves where they end.
  std::vector<PrunedRun> judge(const StandingOf&) override { return {}; }

 private:
  RunLimit limit(const StandingOf& standing) const;

  const Plan& plan_;
  std::vector<size_t> order_;
  size_t before_ = 0;  // those of earlier rounds
};

}  // namespace logitbench
