#include "tools/logitbench/report/plot_colors.h"

namespace logitbench {

Json plot_colors_json() {
  // Told apart by people who do not see all colors: those of Okabe and Ito (Color Universal Design,
  // 2008), without the yellow that no white paper shows.
  const Json lines = {
      {"light", {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#4a4a4a"}},
      {"dark", {"#4aa8e0", "#f0803c", "#2ec49a", "#e59cc4", "#8fd0f5", "#f2b632", "#c9c9c9"}}};
  const Json dashes = {Json::array(), {7, 4}, {2, 3}, {10, 3, 2, 3}};
  // In an order of lightness, which grey print keeps.
  const Json heat = {{"light", {"#fbf6d3", "#b9dfc4", "#5db3bd", "#2a7aa8", "#1d3f72"}},
                     {"dark", {"#12304a", "#1f6a93", "#3fa7c4", "#a6dcd0", "#fdf3b0"}}};
  const Json shares = {{"light", {"#ffffff", "#8fc1e0", "#0b4f82"}},
                       {"dark", {"#16222c", "#1f6a93", "#8fd0f5"}}};
  return {{"lines", lines}, {"dashes", dashes}, {"heat", heat}, {"shares", shares}};
}

size_t most_lines_told_apart() {
  static const size_t most = [] {
    const Json colors = plot_colors_json();
    return colors["lines"]["light"].size() * colors["dashes"].size();
  }();
  return most;
}

}  // namespace logitbench
