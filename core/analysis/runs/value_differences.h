// What two lists of named values do not have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/record/dotted_values.h"

namespace logitbench {

struct ValueDifference {
  std::string key;
  std::optional<Json> a, b;  // none: not set there
};

struct ValueDifferences {
  size_t same = 0;                      // keys that both set, to equal values
  std::vector<ValueDifference> differ;  // in a's order, then what b alone sets
};

// A key whose value is null is not set.
ValueDifferences value_differences(const DottedValues& a, const DottedValues& b);

// Names for what differs: a section in which another plugin is picked (loss.name) once for all its
// keys, anything else by its own key.
std::vector<std::string> what_differs(const std::vector<ValueDifference>& differ);

}  // namespace logitbench
