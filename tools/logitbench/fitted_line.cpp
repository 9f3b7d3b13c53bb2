#include "tools/logitbench/fitted_line.h"

#include <algorithm>

#include "tools/logitbench/progress_line.h"

namespace logitbench {

namespace {

constexpr size_t kBarWidth = 20;
constexpr size_t kShortestName = 8;

size_t joined_width(const std::vector<Field>& fields) {
  size_t width = fields.size() - 1;  // a space between two
  for (const Field& field : fields) width += field.text.size();
  return width;
}

}  // namespace

std::string bar(double share) {
  const double filled = std::clamp(share, 0.0, 1.0) * static_cast<double>(kBarWidth);
  const auto full = static_cast<size_t>(filled);
  return "[" + std::string(full, '#') + std::string(kBarWidth - full, '-') + "]";
}

std::string fitted_line(std::vector<Field> fields, const std::string& name, size_t after,
                        size_t width) {
  const std::string place = fields[after].text;
  while (fields.size() > 1 && joined_width(fields) > width)
    fields.erase(std::max_element(fields.begin(), fields.end(), [](const Field& a, const Field& b) {
      return a.importance < b.importance;
    }));
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.text == place; });
  const size_t used = joined_width(fields) + 1;
  if (!name.empty() && found != fields.end() && used + kShortestName <= width)
    fields.insert(found + 1, {elided(printable(name), width - used), 0});
  std::string line;
  for (const Field& field : fields) line += (line.empty() ? "" : " ") + field.text;
  return line.substr(0, width);
}

}  // namespace logitbench
