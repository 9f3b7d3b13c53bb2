// One key of sweep.parameters, and what it takes.
#pragma once

#include "core/sweep/sweep_section.h"

namespace logitbench {

// A list of values; {values: [...], when: {...}}; or with random {min, max, distribution, when}.
// Throws ConfigError.
SweptKey read_swept_key(const ConfigNode::Entry& entry, SweepMethod method);

// Throws ConfigError for a key that belongs to the whole experiment. `where`, for the message:
// sweep.parameters.note.
std::vector<std::string> swept_path(const std::string& key, const Location& at,
                                    const std::string& where);

}  // namespace logitbench
