// What a command over several experiments ends with.
#pragma once

#include <logitbench/error.h>

namespace logitbench {

// The worst of them: interrupted, then the first with runs that went wrong, then a missed
// expectation.
inline ExitCode worse(ExitCode a, ExitCode b) {
  if (b == ExitCode::interrupted || a == ExitCode::done) return b;
  return a == ExitCode::check_failed && b != ExitCode::done ? b : a;
}

}  // namespace logitbench
