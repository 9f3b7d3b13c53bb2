#include "core/sweep/run_id.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <stdexcept>

#include "core/config/sections.h"
#include "core/config/value_text.h"

namespace logitbench {

namespace {

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

std::string sha256_prefix(std::string_view text, size_t digits) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned bytes = 0;
  if (EVP_Digest(text.data(), text.size(), hash, &bytes, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available from libcrypto");
  std::string result;
  for (unsigned i = 0; i < bytes && result.size() < digits; ++i)
    result += fmt::format("{:02x}", hash[i]);
  return result.substr(0, digits);
}

std::string readable_part(const std::string& key, const std::string& value) {
  if (plugin_section(key)) return safe(value);
  const size_t dot = key.rfind('.');
  return safe((dot == std::string::npos ? key : key.substr(dot + 1)) + value);
}

std::string make_run_id(const std::vector<std::string>& parts, const Map& identity) {
  constexpr size_t kLongestReadable = 60, kHashDigits = 10;
  std::string readable;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!readable.empty()) readable += '-';
    readable += part;
  }
  readable.resize(std::min(readable.size(), kLongestReadable));
  while (!readable.empty() &&
         (readable.back() == '-' || readable.back() == '_' || readable.back() == '.'))
    readable.pop_back();
  while (!readable.empty() && readable.front() == '.') readable.erase(0, 1);
  if (readable.empty()) readable = "run";
  return readable + "-" + sha256_prefix(canonical_text(Value(identity)), kHashDigits);
}

}  // namespace logitbench
