// A tree of a config as YAML on one line.
#pragma once

#include <string>
#include <string_view>

#include "core/config/config_node.h"

namespace logitbench {

// Read again by parse_yaml it gives the same tree, but for places.
std::string flow_text(const ConfigNode& node);

// Whether a text is one plain word in YAML wherever it stands: 0.1, cross_entropy; not null, which
// is nothing, and not what needs quotes.
bool is_plain_word(std::string_view text);

}  // namespace logitbench
