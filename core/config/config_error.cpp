#include "core/config/config_error.h"

#include <fmt/format.h>

namespace logitbench {

std::string to_text(const Location& at) {
  const std::string name = at.source ? at.source->name : std::string("config");
  return at.line == 0 ? name : fmt::format("{}:{}:{}", name, at.line, at.column);
}

void fail(const Location& at, const std::string& message) {
  throw ConfigError(to_text(at) + ": " + message);
}

std::string shown(std::string_view text) {
  constexpr size_t kLongestShown = 80;
  const bool cut = text.size() > kLongestShown;
  if (cut) {
    size_t end = kLongestShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text = text.substr(0, end);
  }
  std::string result = "'";
  for (const char c : text) {
    if (c == '\n')
      result += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      result += c;
  }
  return result + (cut ? "...'" : "'");
}

std::string shown(const ConfigNode& node) {
  switch (node.kind) {
    case ConfigNode::Kind::null:
      return "nothing";
    case ConfigNode::Kind::list:
      return "a list";
    case ConfigNode::Kind::map:
      return "a map of keys";
    case ConfigNode::Kind::scalar:
      break;
  }
  return node.quoted ? "the quoted text " + shown(node.text) : shown(node.text);
}

}  // namespace logitbench
