// A resolved parameter value as JSON: keys in their declared order, NaN and infinities as the words
// "nan", "inf", "-inf", which JSON has no numbers for.
#pragma once

#include <logitbench/value.h>

#include <nlohmann/json.hpp>
#include <optional>

namespace logitbench {

using Json = nlohmann::ordered_json;

Json to_json(const Value& value);
Json to_json(const Map& map);

// Without the members of objects that are null, at any depth: what is not set.
Json without_nulls(const Json& json);

// A double as JSON, and back. from_json_number throws nlohmann's exceptions for what is neither a
// number nor one of the three words.
Json json_number(double value);
double from_json_number(const Json& json);

// Null where there is none.
Json json_number(const std::optional<double>& value);
template <class T>
Json json_or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

}  // namespace logitbench
