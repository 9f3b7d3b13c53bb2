// Plain scalars by YAML 1.2's core schema, except that booleans are `true` and `false` alone.
// Independent of the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <logitbench/value.h>

#include "core/config/config_node.h"

namespace logitbench {

enum class NumberProblem { none, not_a_number, out_of_range };

template <class Number>
struct ParsedNumber {
  Number value = 0;
  NumberProblem problem = NumberProblem::none;
};

// [-+]?[0-9]+, 0o17 or 0x1f. 1e3 and 1.0 are reals.
ParsedNumber<int64_t> parse_integer(std::string_view text);
// A decimal number, an integer of any notation above, or .inf, -.inf, .nan.
ParsedNumber<double> parse_real(std::string_view text);
std::optional<bool> parse_boolean(std::string_view text);

// The node as a value without a schema: a plain scalar becomes what it looks like.
Value natural_value(const ConfigNode& node);

}  // namespace logitbench
