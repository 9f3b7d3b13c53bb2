// What of a validated config tells one run from another.
#pragma once

#include <string_view>

#include <logitbench/schema.h>

namespace logitbench {

// The values without those of type path, at any depth: where a file lies is this machine's affair.
Map without_paths(const Map& values, const Schema& schema);

// The map but for one key.
Map without(const Map& map, std::string_view key);

}  // namespace logitbench
