#include "core/train/run_end.h"

#include <fmt/format.h>

#include "core/config/target.h"

namespace logitbench {

bool RunEnd::is_last(const EpochRecord& record) const {
  if (record.epoch >= config_.epochs) return true;
  return config_.stop_at_target && reaches_target(config_, record);
}

void RunEnd::after_epoch(const EpochRecord& record) {
  if (is_last(record)) {
    status_ = RunStatus::completed;
    return;
  }
  // One that diverged takes no further part, and ends as it would alone.
  if (record.epoch == 0 || divergence_.diverged()) return;
  switch (competition_.after_epoch(record.epoch, value_of(record, limit_.split, limit_.metric))) {
    case LimitWatch::Verdict::goes_on:
      return;
    case LimitWatch::Verdict::waits:
      status_ = RunStatus::queued;
      return;
    case LimitWatch::Verdict::pruned:
      status_ = RunStatus::pruned;
  }
}

void RunEnd::settle(RunResult& result, uint64_t step) const {
  if (!status_ && stop_) {
    result.status = stop_.status();
    result.reason = stop_.reason(result.epochs, step);
    return;
  }
  if (divergence_.diverged()) {
    result.status = RunStatus::diverged;
    result.reason = divergence_.reason();
    return;
  }
  result.status = status_.value_or(RunStatus::completed);
  if (result.status == RunStatus::pruned) result.reason = competition_.reason();
  if (result.status == RunStatus::queued)
    result.reason = fmt::format("waits after epoch {} for the other runs", result.epochs);
}

}  // namespace logitbench
