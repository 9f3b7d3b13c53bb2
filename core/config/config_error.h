// Messages about a config: `file:line:column: what was found, what was expected`.
#pragma once

#include <string>
#include <string_view>

#include <logitbench/error.h>

#include "core/config/config_node.h"

namespace logitbench {

// "file:line:column", "command line: a=b", or "file" where there is no line.
std::string to_text(const Location& at);

// Throws ConfigError with the location in front.
[[noreturn]] void fail(const Location& at, const std::string& message);

// 'text', control characters escaped and the middle of a long text left out, for messages.
std::string shown(std::string_view text);
// What a node is, for messages: 'text', a list, a map, nothing.
std::string shown(const ConfigNode& node);

}  // namespace logitbench
