#include "core/config/nearest_name.h"

#include <algorithm>
#include <cctype>

namespace logitbench {

namespace {

bool same(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b, size_t limit) {
  const size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = last[j - 1] + (same(a[i - 1], b[j - 1]) ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return std::min(row[b.size()], limit + 1);
}

std::optional<std::string> nearest_name(std::string_view name,
                                        const std::vector<std::string>& known) {
  constexpr size_t kMostEdits = 4;
  constexpr size_t kShortestStart = 3;
  const size_t limit = std::clamp<size_t>(name.size() / 3, 1, kMostEdits);
  std::optional<std::string> nearest;
  size_t fewest = limit + 1;
  for (const std::string& candidate : known) {
    const size_t edits = edit_distance(name, candidate, limit);
    if (edits < fewest) {
      fewest = edits;
      nearest = candidate;
    }
  }
  if (nearest || name.size() < kShortestStart) return nearest;
  for (const std::string& candidate : known)
    if (candidate.starts_with(name) ||
        (candidate.size() >= kShortestStart && name.starts_with(candidate)))
      return candidate;
  return std::nullopt;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const std::optional<std::string> nearest = nearest_name(name, known);
  return nearest ? "; did you mean '" + *nearest + "'?" : "";
}

std::string name_list(const std::vector<std::string>& names, size_t most) {
  std::string result;
  for (size_t i = 0; i < std::min(names.size(), most); ++i) {
    if (i > 0) result += ", ";
    result += names[i];
  }
  if (names.size() > most) result += " and " + std::to_string(names.size() - most) + " more";
  return result;
}

}  // namespace logitbench
