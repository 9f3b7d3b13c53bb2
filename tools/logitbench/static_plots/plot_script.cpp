#include "tools/logitbench/static_plots/plot_script.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/logitbench/static_plots/gnuplot_text.h"
#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

// In pixels: the space at the edges, and lines of text.
constexpr int kEdge = 14, kGap = 5;
constexpr int kTitleLine = 21, kNoteLine = 17, kLegendLine = 19;
constexpr int kTitleSize = 15, kAxisSize = 13;  // of letters; all others: kLabelSize

int width_of(const Plot& plot) { return plot.left + plot.inner_width + plot.right; }

// The legend stands in columns as wide as its longest text.
struct Legend {
  size_t columns = 1;
  int height = 0;
};

constexpr int kSample = 64;  // a piece of the line, and the space around it

size_t legend_letters(const Plot& plot) { return letters_within(width_of(plot) - kSample - kEdge); }

size_t longest_title(const Plot& plot) {
  size_t longest = 0;
  for (const Drawn& one : plot.drawn) longest = std::max(longest, text_width(one.title));
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

// gnuplot takes letters, digits and _ alone.
std::string svg_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
}

// How the picture is divided, from top to bottom.
struct Layout {
  int width = 0, height = 0;
  std::vector<std::string> title, note;  // lines
  int axes_top = 0, axes_bottom = 0;     // from the top, from the bottom
  Legend legend;
};

std::vector<std::string> lines_of(const std::string& text, int width, int size) {
  return wrapped(text, letters_within(width - 2 * kEdge, size));
}

Layout layout_of(const Plot& plot) {
  Layout layout;
  layout.width = width_of(plot);
  layout.title = lines_of(plot.title, layout.width, kTitleSize);
  layout.note = lines_of(plot.note, layout.width, kLabelSize);
  layout.legend = legend_of(plot);
  layout.axes_top = kEdge + static_cast<int>(layout.title.size()) * kTitleLine + kGap +
                    static_cast<int>(layout.note.size()) * kNoteLine + kEdge;
  layout.axes_bottom = plot.below + layout.legend.height;
  layout.height = layout.axes_top + plot.inner_height + layout.axes_bottom;
  return layout;
}

std::string title_and_note(const Layout& layout) {
  std::string labels;
  int top = kEdge, number = 1;
  const auto add = [&](const std::string& line, int size, int line_height, const char* color) {
    labels += fmt::format(
        "set label {} {} at screen {:.4f}, screen {:.4f} left font \",{}\" textcolor rgb \"{}\"\n",
        number++, gnuplot_string(line), 1.0 * kEdge / layout.width,
        1 - (top + line_height / 2.0) / layout.height, size, color);
    top += line_height;
  };
  for (const std::string& line : layout.title) add(line, kTitleSize, kTitleLine, "#1a1a1a");
  top += kGap;
  for (const std::string& line : layout.note) add(line, kLabelSize, kNoteLine, "#555555");
  return labels;
}

std::string axes(const Plot& plot, const Layout& layout) {
  const double width = layout.width, height = layout.height;
  return fmt::format(
      "set lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\n"
      "set tmargin at screen {:.4f}\nset bmargin at screen {:.4f}\n"
      "set border 3 linecolor rgb \"#777777\"\n"
      "set tics nomirror out scale 0.5 textcolor rgb \"#333333\" font \",{}\"\n"
      "set format \"%g\"\n"
      "set grid ytics linetype 1 linecolor rgb \"#dddddd\"\n",
      plot.left / width, (plot.left + plot.inner_width) / width, 1 - layout.axes_top / height,
      layout.axes_bottom / height, kLabelSize);
}

std::string key(const Layout& layout) {
  if (layout.legend.height == 0) return "unset key\n";
  return fmt::format(
      "set key at screen {:.4f}, screen {:.4f} left bottom horizontal maxcols {} "
      "Left reverse samplen 3 font \",{}\"\n",
      0.5 * kEdge / layout.width, 0.5 * kEdge / layout.height, layout.legend.columns, kLabelSize);
}

// The PNG is as large again as the SVG, with all that is in it.
std::string pictures(const Plot& plot, const Layout& layout) {
  std::string drawn;
  for (const Drawn& one : plot.drawn)
    drawn += (drawn.empty() ? "" : ", \\\n     ") + one.how +
             (one.title.empty() ? " notitle" : " title " + gnuplot_string(one.title));
  return fmt::format(
             "set terminal svg size {},{} font \"sans-serif,{}\" noenhanced background rgb "
             "\"white\" "
             "name \"{}\"\nset output \"{}.svg\"\nplot {}\n",
             layout.width, layout.height, kAxisSize, svg_name(plot.name), plot.name, drawn) +
         fmt::format(
             "set terminal pngcairo size {},{} font \"DejaVu Sans,{}\" fontscale 2 linewidth 2 "
             "pointscale 2 noenhanced background rgb \"white\"\n"
             "set output \"{}.png\"\nreplot\nunset output\n",
             2 * layout.width, 2 * layout.height, kAxisSize, plot.name);
}

}  // namespace

std::string plot_mark(const std::string& name) {
  return "# By logitbench report --static. Draws it again: gnuplot " + name + ".gnuplot\n";
}

std::string plot_script(Plot plot) {
  make_room(plot);
  const Layout layout = layout_of(plot);
  return plot_mark(plot.name) + "reset\nset encoding utf8\n" + plot.data + title_and_note(layout) +
         axes(plot, layout) + key(layout) + plot.settings + pictures(plot, layout);
}

}  // namespace logitbench
