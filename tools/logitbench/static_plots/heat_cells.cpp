#include "tools/logitbench/static_plots/heat_cells.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/logitbench/static_plots/gnuplot_text.h"
#include "tools/logitbench/static_plots/line_look.h"
#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

void draw_texts(const std::vector<HeatCell>& cells, const std::string& format, const char* color,
                Plot& plot) {
  if (cells.empty()) return;
  std::vector<std::vector<Json>> rows;
  for (const HeatCell& cell : cells) rows.push_back({cell.column, cell.row, cell.shown});
  plot.draw(plot.add_block(rows) +
            fmt::format(" using 1:2:(sprintf(\"{}\", $3)) with labels font \",11\" textcolor rgb "
                        "\"{}\"",
                        format, color));
}

}  // namespace

void set_columns(Plot& plot, const std::vector<std::string>& columns) {
  constexpr size_t kMostLetters = 24;
  constexpr int kLineOfText = 16, kSpace = 8;
  size_t longest = 1;
  for (const std::string& column : columns)
    longest = std::max(longest, std::min(kMostLetters, text_width(column)));
  const int slot = plot.inner_width / static_cast<int>(columns.size());
  const bool upright = pixels_of(longest) + kSpace > slot;
  const size_t step = upright ? 1 + static_cast<size_t>(kLineOfText / std::max(1, slot)) : 1;
  std::string tics;
  for (size_t i = 0; i < columns.size(); i += step)
    tics += fmt::format("{}{} {}", i == 0 ? "" : ", ",
                        gnuplot_tic_string(shortened(columns[i], kMostLetters)), i);
  plot.settings +=
      fmt::format("set xtics ({}){}\nset xrange [-0.5:{}]\n", tics,
                  upright ? " rotate by 90 right" : "", static_cast<double>(columns.size()) - 0.5);
  if (upright) plot.below += pixels_of(longest);
}

void draw_heat_cells(const Json& colors, const std::vector<HeatCell>& cells, double least,
                     double most, const std::string& format, Plot& plot) {
  constexpr int kColorBox = 110;
  plot.right = kColorBox;
  plot.settings += palette(colors, least, most) + "unset grid\n";
  constexpr int kTicHeight = 28;
  const double step = tic_step(least, most, std::max(1, plot.inner_height / kTicHeight));
  if (step > 0) plot.settings += fmt::format("set cbtics {:.6g}\n", step);
  std::vector<std::vector<Json>> rows;
  std::vector<HeatCell> on_light, on_dark;
  for (const HeatCell& cell : cells) {
    rows.push_back({cell.column, cell.row, cell.value});
    const bool is_dark = least < most && (cell.value - least) / (most - least) > 0.55;
    (is_dark ? on_dark : on_light).push_back(cell);
  }
  plot.draw(
      plot.add_block(rows) +
      " using 1:2:(0.5):(0.5):3 with boxxyerror fillstyle solid 1 border linecolor rgb \"white\" "
      "fillcolor palette");
  if (format.empty()) return;
  draw_texts(on_light, format, "#1a1a1a", plot);
  draw_texts(on_dark, format, "#ffffff", plot);
}

}  // namespace logitbench
