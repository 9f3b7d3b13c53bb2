// A run's boundary: what is thrown within ends that run, and no other.
#pragma once

#include <logitbench/error.h>
#include <logitbench/recorder.h>

#include <functional>

namespace logitbench {

struct GuardedResult {
  RunResult result;
  ExitCode code_if_failed = ExitCode::runs_failed;
};

// Calls run(); an exception makes it a failed run with that reason. ResultsError goes on: where
// nothing can be kept, no run can go on.
GuardedResult guarded(const std::function<RunResult()>& run);

}  // namespace logitbench
