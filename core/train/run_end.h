// What ends a run: its last epoch, or what comes before it.
#pragma once

#include <optional>

#include <logitbench/recorder.h>

#include "core/config/experiment.h"
#include "core/config/run_limit.h"
#include "core/train/divergence.h"
#include "core/train/stop_request.h"

namespace logitbench {

// Belongs to the thread of the run; all that it is given must outlive it.
class RunEnd {
 public:
  RunEnd(const RunConfig& config, const StopRequest& stop, const DivergenceWatch& divergence,
         const RunLimit& limit)
      : config_(config), stop_(stop), divergence_(divergence), limit_(limit), competition_(limit) {}

  // Looked at after every batch: nothing more of this epoch is of use.
  bool is_now() const { return stop_ || (config_.stop_at_nan && divergence_.diverged()); }
  // Looked at before each epoch.
  bool is_reached() const { return status_ || is_now(); }

  // Whether the run is complete with this epoch: the last one, or, with stop.target, one that
  // reaches the target.
  bool is_last(const EpochRecord& record) const;
  // An epoch that has been recorded, the untrained network's among them.
  void after_epoch(const EpochRecord& record);

  bool completes() const { return status_ == RunStatus::completed; }
  // Status and reason of a run that did `step` updates.
  void settle(RunResult& result, uint64_t step) const;

 private:
  const RunConfig& config_;
  const StopRequest& stop_;
  const DivergenceWatch& divergence_;
  const RunLimit& limit_;
  LimitWatch competition_;
  std::optional<RunStatus> status_;  // once an epoch decided it
};

}  // namespace logitbench
