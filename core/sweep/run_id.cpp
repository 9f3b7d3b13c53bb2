#include "core/sweep/run_id.h"

#include <algorithm>

#include "core/config/sections.h"
#include "core/config/value_text.h"
#include "core/data/sha256.h"

namespace logitbench {

namespace {

constexpr size_t kHashDigits = 10;

std::string safe(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool lower = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '+';
    if (lower)
      result += c;
    else if (c >= 'A' && c <= 'Z')
      result += static_cast<char>(c - 'A' + 'a');
    else if (c == '-')
      result += "m";  // a minus sign would read as a separator
    else if (!result.empty() && result.back() != '_')
      result += '_';
  }
  while (!result.empty() && result.back() == '_') result.pop_back();
  return result;
}

}  // namespace

std::string readable_part(const std::string& key, const std::string& value) {
  if (plugin_section(key)) return safe(value);
  const size_t dot = key.rfind('.');
  return safe((dot == std::string::npos ? key : key.substr(dot + 1)) + value);
}

std::string identity_hash(const Map& identity) {
  return sha256_hex(canonical_text(Value(identity))).substr(0, kHashDigits);
}

std::string joined_parts(const std::vector<std::string>& parts) {
  std::string readable;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!readable.empty()) readable += '-';
    readable += part;
  }
  return readable;
}

std::string run_id_of(std::string readable, std::string_view identity_sha256) {
  constexpr size_t kLongestReadable = 60;
  readable.resize(std::min(readable.size(), kLongestReadable));
  while (!readable.empty() &&
         (readable.back() == '-' || readable.back() == '_' || readable.back() == '.'))
    readable.pop_back();
  while (!readable.empty() && readable.front() == '.') readable.erase(0, 1);
  if (readable.empty()) readable = "run";
  return (readable += '-') += identity_sha256.substr(0, kHashDigits);
}

std::string_view hash_of_run_id(std::string_view run_id) {
  return run_id.substr(run_id.rfind('-') + 1);
}

}  // namespace logitbench
