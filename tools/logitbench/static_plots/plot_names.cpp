#include "tools/logitbench/static_plots/plot_names.h"

#include <algorithm>

namespace logitbench {

namespace {

// File systems take 255 bytes, with what tells the kind of file.
constexpr size_t kLongest = 120;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_safe(char c) {
  const char letter = lower(c);
  return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == '_';
}

std::string safe(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool again = !is_safe(c) && result.ends_with('_');
    if (!again) result += is_safe(c) ? c : '_';
  }
  return result;
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), lower);
  return text;
}

}  // namespace

std::string PlotNames::name(const std::vector<std::string>& parts) {
  std::string joined;
  for (const std::string& part : parts) joined += (joined.empty() ? "" : ".") + safe(part);
  joined = joined.substr(0, kLongest);
  std::string result = joined;
  for (size_t n = 2; !taken_.insert(lowered(result)).second; ++n)
    result = joined + "-" + std::to_string(n);
  return result;
}

}  // namespace logitbench
