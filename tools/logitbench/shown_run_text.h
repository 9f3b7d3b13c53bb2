// One run for people.
#pragma once

#include <ostream>

#include "tools/logitbench/shown_run.h"

namespace logitbench {

// At most `columns` characters wide where words allow; the command and the config as they are.
void print_shown_run(const ShownRun& run, size_t columns, std::ostream& out);

}  // namespace logitbench
