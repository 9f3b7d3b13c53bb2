#include "core/record/value_json.h"

#include <cmath>
#include <limits>

#include "core/record/number_text.h"

namespace logitbench {

Json to_json(const Value& value) {
  if (value.is_null()) return nullptr;
  if (value.is_boolean()) return value.boolean();
  if (value.is_integer()) return value.integer();
  if (value.is_number()) return json_number(value.real());
  if (value.is_text()) return value.text();
  if (value.is_map()) return to_json(value.map());
  Json list = Json::array();
  for (const Value& element : value.list()) list.push_back(to_json(element));
  return list;
}

Json to_json(const Map& map) {
  Json object = Json::object();
  for (const auto& [key, value] : map) object[key] = to_json(value);
  return object;
}

Json without_nulls(const Json& json) {
  if (!json.is_object()) return json;
  Json kept = Json::object();
  for (const auto& [key, value] : json.items())
    if (!value.is_null()) kept[key] = without_nulls(value);
  return kept;
}

Json json_number(double value) {
  if (std::isfinite(value)) return value;
  return number_text(value);
}

Json json_number(const std::optional<double>& value) {
  return value ? json_number(*value) : Json();
}

double from_json_number(const Json& json) {
  if (!json.is_string()) return json.get<double>();
  const std::string& word = json.get_ref<const std::string&>();
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (word == "inf") return std::numeric_limits<double>::infinity();
  if (word == "-inf") return -std::numeric_limits<double>::infinity();
  return json.get<double>();  // throws: a text that is not one of ours
}

}  // namespace logitbench
