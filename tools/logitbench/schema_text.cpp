#include "tools/logitbench/schema_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/record/number_text.h"
#include "core/record/value_json.h"

namespace logitbench {

namespace {

const char* type_name(ParameterType type) {
  constexpr const char* kNames[] = {"boolean", "integer", "real", "text",  "choice",
                                    "path",    "list",    "map",  "tagged"};
  return kNames[static_cast<int>(type)];
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " | ") + word;
  return text;
}

std::string type_text(const Parameter& parameter) {
  switch (parameter.type) {
    case ParameterType::boolean:
      return "true | false";
    case ParameterType::choice:
      return joined(parameter.choices);
    case ParameterType::list:
      return parameter.fields.size() > 1 ? "list, each element one of" : "list, each element";
    case ParameterType::tagged:
      return "one of, by name";
    default:
      return parameter.choices.empty()
                 ? type_name(parameter.type)
                 : std::string(type_name(parameter.type)) + " | " + joined(parameter.choices);
  }
}

std::string bounds_text(const Parameter& parameter) {
  const char* what = parameter.type == ParameterType::list ? "length " : "";
  std::string text;
  if (parameter.minimum)
    text += fmt::format(", {}{} {}", what, parameter.exclusive_minimum ? "above" : "at least",
                        number_text(*parameter.minimum));
  if (parameter.maximum)
    text += fmt::format(", {}{} {}", what, parameter.exclusive_maximum ? "below" : "at most",
                        number_text(*parameter.maximum));
  if (parameter.allow_nonfinite) text += ", .nan and .inf too";
  return text;
}

// A map without a default may be left out where each of its keys may be.
bool required(const Parameter& parameter) {
  if (parameter.default_value) return false;
  return parameter.type != ParameterType::map || parameter.fields.empty() ||
         std::any_of(parameter.fields.begin(), parameter.fields.end(), required);
}

std::string default_text(const Parameter& parameter) {
  if (required(parameter)) return ", required";
  if (!parameter.default_value) return "";
  if (parameter.default_value->is_null()) return ", may be left out";
  const Json value = to_json(*parameter.default_value);
  return ", default " + (value.is_string() ? value.get<std::string>() : value.dump());
}

// What stands in the place of a list's element or of one alternative is not a key of its own: it is
// neither required nor left out.
enum class Role { key, element };

std::string lines(const Parameter& parameter, size_t indent, Role role) {
  std::string line = std::string(indent, ' ') + parameter.name + ": " + type_text(parameter) +
                     bounds_text(parameter);
  if (role == Role::key) line += default_text(parameter);
  if (!parameter.unit.empty()) line += ", in " + parameter.unit;
  if (!parameter.description.empty()) line += " - " + parameter.description;
  line += '\n';
  const bool has_keys = parameter.type == ParameterType::map;
  for (const Parameter& field : parameter.fields)
    line += lines(field, indent + 2, has_keys ? Role::key : Role::element);
  return line;
}

nlohmann::ordered_json parameter_json(const Parameter& parameter) {
  nlohmann::ordered_json json = {{"name", parameter.name},
                                 {"type", type_name(parameter.type)},
                                 {"description", parameter.description},
                                 {"required", required(parameter)}};
  if (parameter.default_value) json["default"] = to_json(*parameter.default_value);
  if (parameter.minimum)
    json[parameter.exclusive_minimum ? "above" : "minimum"] = json_number(*parameter.minimum);
  if (parameter.maximum)
    json[parameter.exclusive_maximum ? "below" : "maximum"] = json_number(*parameter.maximum);
  if (parameter.allow_nonfinite) json["nonfinite_allowed"] = true;
  if (!parameter.unit.empty()) json["unit"] = parameter.unit;
  if (!parameter.choices.empty()) json["choices"] = parameter.choices;
  if (!parameter.fields.empty()) json["fields"] = schema_json(parameter.fields);
  return json;
}

}  // namespace

std::string schema_text(const Schema& schema, size_t indent) {
  std::string text;
  for (const Parameter& parameter : schema) text += lines(parameter, indent, Role::key);
  return text;
}

nlohmann::ordered_json schema_json(const Schema& schema) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Parameter& parameter : schema) json.push_back(parameter_json(parameter));
  return json;
}

}  // namespace logitbench
