// A plugin's parameters for a test: what is given, and the schema's defaults for the rest. Checks
// no bounds; the host does that from the same schema.
#pragma once

#include <logitbench/schema.h>

#include <stdexcept>

namespace logitbench::testing {

// Throws std::invalid_argument for a key that the schema does not have, or one it needs and is not
// given.
inline Map with_defaults(const Schema& schema, const Map& given = {}) {
  Map result;
  for (const Parameter& declared : schema) {
    const Value* value = given.find(declared.name);
    if (value == nullptr && !declared.default_value)
      throw std::invalid_argument("parameter '" + declared.name + "' has no default");
    result.set(declared.name, value != nullptr ? *value : *declared.default_value);
  }
  for (const auto& [key, value] : given)
    if (result.find(key) == nullptr)
      throw std::invalid_argument("parameter '" + key + "' is not in the schema");
  return result;
}

}  // namespace logitbench::testing
