// The process that runs a run, or did until it died.
#pragma once

#include <string>

#include "core/record/run_states.h"
#include "core/record/value_json.h"

namespace logitbench {

std::string process_text(const Begun& begun);  // process 12 on a-host
Json process_json(const Begun& begun);         // as results/README.md says

}  // namespace logitbench
