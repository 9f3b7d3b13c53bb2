#include "core/record/json_member.h"

namespace logitbench {

Json member_or_null(const Json& json, const std::string& key) {
  if (!json.is_object()) return {};
  const auto found = json.find(key);
  return found == json.end() ? Json() : *found;
}

std::string text_member(const Json& json, const std::string& key) {
  const Json value = member_or_null(json, key);
  return value.is_string() ? value.get<std::string>() : "";
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace logitbench
