#include "tools/logitbench/static_plots/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "tools/logitbench/static_plots/gnuplot_text.h"

namespace logitbench {

namespace {

constexpr int kEdge = 14, kGap = 5;
constexpr int kTitleLine = 21, kNoteLine = 17, kLegendLine = 19;
// DejaVu Sans is wide: a letter of a name takes seven tenths of its size on the average.
constexpr double kLetterWidth = 0.72;
constexpr int kTitleSize = 15, kLabelSize = 13, kNoteSize = 12;

int width_of(const Plot& plot) { return plot.left + plot.inner_width + plot.right; }

size_t letters_of_size(int pixels, int size) {
  return static_cast<size_t>(std::max(8.0, pixels / (kLetterWidth * size)));
}

// The legend stands in columns as wide as its longest text.
struct Legend {
  size_t columns = 1;
  int height = 0;
};

constexpr int kSample = 64;  // a piece of the line, and the space around it

size_t legend_letters(const Plot& plot) {
  return letters_of_size(width_of(plot) - kSample - kEdge, kNoteSize);
}

size_t longest_title(const Plot& plot) {
  size_t longest = 0;
  for (const Drawn& one : plot.drawn) longest = std::max(longest, letters_in(one.title));
  return longest;
}

// Wider where the legend needs it, up to a limit; what is longer is shortened.
void make_room(Plot& plot) {
  constexpr int kMostWider = 140;
  const int wanted = kSample + kEdge + pixels_of(longest_title(plot));
  plot.inner_width += std::clamp(wanted - width_of(plot), 0, kMostWider);
  for (Drawn& one : plot.drawn) one.title = shortened(one.title, legend_letters(plot));
}

Legend legend_of(const Plot& plot) {
  Legend legend;
  const auto titles = static_cast<size_t>(std::count_if(
      plot.drawn.begin(), plot.drawn.end(), [](const Drawn& one) { return !one.title.empty(); }));
  if (titles == 0) return legend;
  // gnuplot makes no more columns than have room below the axes.
  legend.columns = static_cast<size_t>(
      std::clamp(plot.inner_width / (kSample + pixels_of(longest_title(plot))), 1, 4));
  const size_t rows = (titles + legend.columns - 1) / legend.columns;
  legend.height = static_cast<int>(rows) * kLegendLine + kEdge;
  return legend;
}

// Lines of text from the top of the picture on; moves `top` below them.
std::string text_lines(const std::string& text, int size, int line_height, const char* color,
                       double height, double width, int& top, int& tag) {
  std::string lines;
  std::istringstream in(wrapped(text, letters_of_size(static_cast<int>(width) - 2 * kEdge, size)));
  for (std::string line; std::getline(in, line); top += line_height)
    lines += fmt::format(
        "set label {} {} at screen {:.4f}, screen {:.4f} left font \",{}\" textcolor rgb \"{}\"\n",
        tag++, gnuplot_string(line), kEdge / width, 1 - (top + line_height / 2.0) / height, size,
        color);
  return lines;
}

// gnuplot takes letters, digits and _ alone.
std::string svg_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
}

int lines_in(const std::string& text, int size, int width) {
  const std::string lines = wrapped(text, letters_of_size(width - 2 * kEdge, size));
  return lines.empty() ? 0 : 1 + static_cast<int>(std::count(lines.begin(), lines.end(), '\n'));
}

}  // namespace

size_t letters_within(int pixels) { return letters_of_size(pixels, kNoteSize); }
int pixels_of(size_t letters) {
  return static_cast<int>(std::ceil(kLetterWidth * kNoteSize * static_cast<double>(letters)));
}

std::string plot_number(const Json& number) {
  // gnuplot takes numbers of 1e307 and more for undefined.
  constexpr double kMost = 1e300;
  const bool is_held = number.is_number() && std::abs(number.get<double>()) < kMost;
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

std::string plot_mark(const std::string& name) {
  return "# By logitbench report --static. Draws it again: gnuplot " + name + ".gnuplot\n";
}

std::string plot_script(Plot plot) {
  make_room(plot);
  const int width = width_of(plot);
  const Legend legend = legend_of(plot);
  int top = kEdge, tag = 1;
  const int text_height = lines_in(plot.title, kTitleSize, width) * kTitleLine +
                          lines_in(plot.note, kNoteSize, width) * kNoteLine;
  const int inner_top = kEdge + text_height + kGap + kEdge;
  const int height = inner_top + plot.inner_height + plot.below + legend.height;

  std::string script = plot_mark(plot.name) + "reset\n";
  script += "set encoding utf8\n" + plot.data;
  script += text_lines(plot.title, kTitleSize, kTitleLine, "#1a1a1a", height, width, top, tag);
  top += kGap;
  script += text_lines(plot.note, kNoteSize, kNoteLine, "#555555", height, width, top, tag);
  script += fmt::format(
      "set lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\n"
      "set tmargin at screen {:.4f}\nset bmargin at screen {:.4f}\n",
      1.0 * plot.left / width, 1.0 * (plot.left + plot.inner_width) / width,
      1 - 1.0 * inner_top / height, 1.0 * (plot.below + legend.height) / height);
  script +=
      "set border 3 linecolor rgb \"#777777\"\n"
      "set tics nomirror out scale 0.5 textcolor rgb \"#333333\" font \",12\"\n"
      "set format \"%g\"\n"
      "set grid ytics linetype 1 linecolor rgb \"#dddddd\"\n";
  script += legend.height == 0
                ? "unset key\n"
                : fmt::format(
                      "set key at screen {:.4f}, screen {:.4f} left bottom horizontal maxcols {} "
                      "Left reverse samplen 3 font \",12\"\n",
                      0.5 * kEdge / width, 0.5 * kEdge / height, legend.columns);
  script += plot.settings;
  std::string curves;
  for (const Drawn& one : plot.drawn)
    curves += (curves.empty() ? "" : ", \\\n     ") + one.how +
              (one.title.empty() ? " notitle" : " title " + gnuplot_string(one.title));
  script += fmt::format(
      "set terminal svg size {0},{1} font \"sans-serif,{2}\" noenhanced background rgb \"white\" "
      "name \"{7}\"\n"
      "set output \"{3}.svg\"\nplot {4}\n"
      "set terminal pngcairo size {5},{6} font \"DejaVu Sans,{2}\" fontscale 2 linewidth 2 "
      "pointscale 2 noenhanced background rgb \"white\"\n"
      "set output \"{3}.png\"\nreplot\nunset output\n",
      width, height, kLabelSize, plot.name, curves, 2 * width, 2 * height, svg_name(plot.name));
  return script;
}

}  // namespace logitbench
