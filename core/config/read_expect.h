// The section `expect` of a config.
#pragma once

#include <vector>

#include "core/config/config_node.h"
#include "core/config/expect.h"

namespace logitbench {

// `expect` and `source`, the top-level key that is each entry's default, may be null. Which runs
// each expectation is about is not known yet (sweep/ match_expectations.h). Throws ConfigError.
std::vector<Expectation> read_expectations(const ConfigNode* expect,
                                           const ConfigNode* source = nullptr);

}  // namespace logitbench
