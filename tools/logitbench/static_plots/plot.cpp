#include "tools/logitbench/static_plots/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/logitbench/static_plots/gnuplot_text.h"

namespace logitbench {

namespace {

// DejaVu Sans is wide: a letter of a name takes some seven tenths of its size on the average.
constexpr double kLetterWidth = 0.72;

}  // namespace

size_t letters_within(int pixels, int size) {
  constexpr double kLeast = 8;
  return static_cast<size_t>(std::max(kLeast, pixels / (kLetterWidth * size)));
}

int pixels_of(size_t letters) {
  return static_cast<int>(std::ceil(kLetterWidth * kLabelSize * static_cast<double>(letters)));
}

std::string plot_number(const Json& number) {
  const bool is_held = number.is_number() && std::abs(number.get<double>()) < kMostPlotted;
  return is_held ? number.dump() : "NaN";
}

void Plot::set_x_label(const std::string& text) {
  settings += "set xlabel " + gnuplot_string(shortened(text, letters_within(inner_width))) +
              " offset 0,0.4\n";
}

void Plot::set_y_label(const std::string& text) {
  // gnuplot's own would stand further left the longer the tics' labels are, and be cut off.
  settings += fmt::format("set label {} at character 1.4, graph 0.5 center rotate by 90\n",
                          gnuplot_string(shortened(text, letters_within(inner_height))));
}

std::string Plot::add_block(const std::vector<std::vector<Json>>& rows) {
  const auto blocks = std::count(data.begin(), data.end(), '$');
  const std::string block = "$data" + std::to_string(blocks);
  data += block + " << END\n";
  for (const std::vector<Json>& row : rows) {
    std::string line;
    for (const Json& number : row) line += (line.empty() ? "" : " ") + plot_number(number);
    data += line + "\n";
  }
  data += "END\n";
  return block;
}

void Plot::draw(const std::string& how, const std::string& title_in_legend) {
  drawn.push_back({how, title_in_legend});
}

double tic_step(double from, double to, int most) {
  const double wanted = (to - from) / most;
  if (!(wanted > 0) || !std::isfinite(wanted)) return 0;
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  for (const int times : {1, 2, 5})
    if (times * power >= wanted) return times * power;
  return 10 * power;
}

}  // namespace logitbench
