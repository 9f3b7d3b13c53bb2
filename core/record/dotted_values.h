// The values of a JSON object by dotted keys, as a config's are named: optimizer.lr.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/record/value_json.h"

namespace logitbench {

using DottedValues = std::vector<std::pair<std::string, Json>>;

// In the object's order, lists whole. An object without keys is a value; what is no object is one
// too, of the empty key.
DottedValues dotted_values(const Json& json);

}  // namespace logitbench
