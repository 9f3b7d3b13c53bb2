#include "tools/logitbench/static_plots/line_look.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace logitbench {

namespace {

std::string quoted_color(const Json& color) { return "\"" + color.get<std::string>() + "\""; }

}  // namespace

std::string line_color(const Json& page, size_t index) {
  const Json& colors = page["colors"]["lines"]["light"];
  return quoted_color(colors[index % colors.size()]);
}

std::string line_look(const Json& page, size_t index, size_t points) {
  // gnuplot's numbers of filled and open circles, squares, triangles and diamonds. Eleven beside
  // seven colors: no two of the first 77 lines are alike.
  constexpr std::array kMarks = {7, 5, 9, 13, 11, 6, 4, 8, 12, 10, 2};
  constexpr size_t kMostMarks = 8;
  const Json& dashes = page["colors"]["dashes"];
  const Json& dash = dashes[index / page["colors"]["lines"]["light"].size() % dashes.size()];
  std::string dash_type = "solid";
  if (!dash.empty()) {
    dash_type = "(";
    for (const Json& length : dash) dash_type += (dash_type.size() == 1 ? "" : ",") + length.dump();
    dash_type += ")";
  }
  return fmt::format(
      "with linespoints linewidth 2 linecolor rgb {} dashtype {} pointtype {} pointsize 0.7 "
      "pointinterval {}",
      line_color(page, index), dash_type, kMarks[index % kMarks.size()],
      std::max<size_t>(1, (points + kMostMarks) / kMostMarks));
}

std::string fill_look(const std::string& color, double strength) {
  return fmt::format("linecolor rgb {} fillstyle transparent solid {:.2f} noborder", color,
                     strength);
}

std::string palette(const Json& colors, double least, double most) {
  std::string steps;
  for (size_t i = 0; i < colors.size(); ++i)
    steps += fmt::format("{}{} {}", i == 0 ? "" : ", ", i, quoted_color(colors[i]));
  // A palette of one value only has no range.
  const double half = least < most ? 0 : std::max(1e-3, std::abs(least) * 1e-3);
  return fmt::format("set palette defined ({})\nset cbrange [{}:{}]\n", steps, least - half,
                     most + half);
}

}  // namespace logitbench
