// A tree of a config as YAML for people: a key a line, lists of plain values in brackets.
#pragma once

#include <string>

#include "core/config/config_node.h"

namespace logitbench {

// Ends with a line end. Read again by parse_yaml it gives the same tree, but for places.
std::string block_text(const ConfigNode& node);

}  // namespace logitbench
