// What an experiment's runs come to as a whole.
#pragma once

#include <set>

#include "core/analysis/expectations.h"
#include "core/sweep/plan.h"
#include "tools/logitbench/exit_codes.h"

namespace logitbench {

// The exit code of an experiment: that of what went wrong, where it was one thing; else 1.
class Outcome {
 public:
  void add(RunStatus status, ExitCode code_if_failed, const Plan& plan, size_t run) {
    if (status == RunStatus::failed && !failure_expected(plan, run)) codes_.insert(code_if_failed);
    if (status == RunStatus::timed_out || status == RunStatus::interrupted)
      codes_.insert(ExitCode::runs_failed);
    if (status == RunStatus::diverged && !divergence_expected(plan, run))
      codes_.insert(ExitCode::runs_failed);
  }
  void interrupt() { interrupted_ = true; }
  ExitCode exit_code() const {
    if (interrupted_) return ExitCode::interrupted;
    if (codes_.empty()) return ExitCode::done;
    return codes_.size() == 1 ? *codes_.begin() : ExitCode::runs_failed;
  }

 private:
  bool interrupted_ = false;
  std::set<ExitCode> codes_;
};

}  // namespace logitbench
