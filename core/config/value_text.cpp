#include "core/config/value_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/config/scalars.h"

namespace logitbench {

namespace {

std::string number_text(const Value& value) {
  if (value.is_integer()) return fmt::format("{}", value.integer());
  return std::isnan(value.real()) ? "nan" : fmt::format("{}", value.real());
}

std::string json_string(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (result += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      result += c;
  }
  return result + '"';
}

std::string nested_text(const Value& value) {
  if (value.is_null()) return "null";
  if (!value.is_text()) return value_text(value);
  const std::string& text = value.text();
  ConfigNode plain;
  plain.kind = ConfigNode::Kind::scalar;
  plain.text = text;
  const bool ambiguous = text.empty() || text == "null" ||
                         text.find_first_of(",:[]{}\"'# \n") != std::string::npos ||
                         !natural_value(plain).is_text();
  return ambiguous ? json_string(text) : text;
}

}  // namespace

std::string value_text(const Value& value) {
  if (value.is_null()) return "";
  if (value.is_boolean()) return value.boolean() ? "true" : "false";
  if (value.is_number()) return number_text(value);
  if (value.is_text()) return value.text();
  std::string result;
  if (value.is_list()) {
    for (const Value& item : value.list()) {
      if (!result.empty()) result += ',';
      result += nested_text(item);
    }
    return "[" + result + "]";
  }
  for (const auto& [key, entry] : value.map()) {
    if (!result.empty()) result += ',';
    result += key + ":" + nested_text(entry);
  }
  return "{" + result + "}";
}

std::string canonical_text(const Value& value) {
  if (value.is_null()) return "null";
  if (value.is_text()) return json_string(value.text());
  if (value.is_number() && !std::isfinite(value.real())) return json_string(number_text(value));
  if (!value.is_list() && !value.is_map()) return value_text(value);
  std::string result;
  if (value.is_list()) {
    for (const Value& item : value.list()) {
      if (!result.empty()) result += ',';
      result += canonical_text(item);
    }
    return "[" + result + "]";
  }
  std::vector<Map::Entry> entries(value.map().begin(), value.map().end());
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [key, entry] : entries) {
    if (entry.is_null()) continue;
    if (!result.empty()) result += ',';
    result += json_string(key) + ":" + canonical_text(entry);
  }
  return "{" + result + "}";
}

}  // namespace logitbench
