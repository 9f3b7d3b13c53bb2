#include "core/record/dotted_values.h"

namespace logitbench {

namespace {

void collect(const Json& json, const std::string& key, DottedValues& values) {
  if (!json.is_object() || json.empty()) {
    values.emplace_back(key, json);
    return;
  }
  for (const auto& [name, value] : json.items())
    collect(value, key.empty() ? name : key + "." + name, values);
}

}  // namespace

DottedValues dotted_values(const Json& json) {
  DottedValues values;
  collect(json, "", values);
  return values;
}

}  // namespace logitbench
