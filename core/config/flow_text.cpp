#include "core/config/flow_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace logitbench {

namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '+' || c == '-' || c == '/';
}

std::string quoted_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (result += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      result += c;
  }
  return result + '"';
}

}  // namespace

bool is_plain_word(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_word_character)) return false;
  if (text == "null" || text == "Null" || text == "NULL") return false;
  return text.front() != '-' || (text.size() > 1 && text[1] != '-');  // no list, no document
}

std::string flow_text(const ConfigNode& node) {
  std::string result;
  switch (node.kind) {
    case ConfigNode::Kind::null:
      return "null";
    case ConfigNode::Kind::scalar:
      return !node.quoted && is_plain_word(node.text) ? node.text : quoted_text(node.text);
    case ConfigNode::Kind::list:
      for (const ConfigNode& item : node.items)
        (result += result.empty() ? "" : ", ") += flow_text(item);
      return "[" + result + "]";
    case ConfigNode::Kind::map:
      break;
  }
  for (const ConfigNode::Entry& entry : node.entries) {
    result += result.empty() ? "" : ", ";
    result += is_plain_word(entry.key) ? entry.key : quoted_text(entry.key);
    result += ": " + flow_text(entry.value);
  }
  return "{" + result + "}";
}

}  // namespace logitbench
