#include "tools/logitbench/runs_progress.h"

#include <unistd.h>

#include "tools/logitbench/terminal.h"

namespace logitbench {

ProgressStyle style_of_standard_output(bool quiet) {
  if (quiet) return ProgressStyle::quiet;
  return is_terminal(STDOUT_FILENO) ? ProgressStyle::terminal : ProgressStyle::plain;
}

size_t columns_of_standard_output() {
  constexpr size_t kUsualColumns = 80;
  return terminal_columns(STDOUT_FILENO, kUsualColumns);
}

}  // namespace logitbench
