#include "tools/logitbench/static_plots/dot_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/logitbench/static_plots/gnuplot_text.h"
#include "tools/logitbench/static_plots/line_look.h"
#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

constexpr size_t kMostLettersOfRow = 44;

// Strength of a band's color and how wide it is drawn.
void draw_spans(const Json& page, const std::vector<Dot>& dots, Json Dot::*low, Json Dot::*high,
                const char* half_height, double strength, const char* text, Plot& plot) {
  std::vector<std::vector<Json>> spans;
  for (const Dot& dot : dots)
    if (!(dot.*low).is_null()) spans.push_back({dot.*low, dot.*high, dot.row});
  if (spans.empty()) return;
  plot.draw(
      plot.add_block(spans) + fmt::format(" using (($1+$2)/2):3:1:2:($3-{0}):($3+{0}) "
                                          "with boxxyerror {1}",
                                          half_height, fill_look(line_color(page, 0), strength)),
      text);
}

// gnuplot's own would overlap.
void set_value_tics(const std::vector<Dot>& dots, Plot& plot) {
  constexpr int kMostTics = 6;
  double least = INFINITY, most = -INFINITY;
  for (const Dot& dot : dots)
    for (const Json* end : {&dot.mean, &dot.low, &dot.high, &dot.interval_low, &dot.interval_high})
      if (plot_number(*end) != "NaN") {
        least = std::min(least, end->get<double>());
        most = std::max(most, end->get<double>());
      }
  const double step = tic_step(least, most, kMostTics);
  if (step > 0) plot.settings += fmt::format("set xtics {:.6g}\n", step);
}

}  // namespace

void set_rows(Plot& plot, const std::vector<std::string>& rows) {
  constexpr int kRowHeight = 24, kLeast = 140, kMost = 1000, kLineOfText = 16;
  size_t longest = 4;
  std::string tics;
  plot.inner_height = std::clamp(static_cast<int>(rows.size() + 1) * kRowHeight, kLeast, kMost);
  // Of rows closer than a line of text only some are named.
  const size_t step = 1 + rows.size() * kLineOfText / static_cast<size_t>(plot.inner_height);
  for (size_t i = 0; i < rows.size(); i += step) {
    const std::string name = shortened(rows[i], kMostLettersOfRow);
    longest = std::max(longest, text_width(name));
    tics += fmt::format("{}{} {}", i == 0 ? "" : ", ", gnuplot_tic_string(name), i);
  }
  plot.left = 36 + pixels_of(longest);
  plot.settings += fmt::format("set ytics ({})\nset yrange [{}:-0.6]\n", tics,
                               static_cast<double>(rows.size()) - 0.4);
}

Plot dot_plot(const Json& page, const std::vector<std::string>& rows, const std::vector<Dot>& dots,
              const std::string& value) {
  Plot plot;
  plot.inner_width = 440;
  set_rows(plot, rows);
  plot.set_x_label(value);
  plot.settings += "set grid noytics xtics\nset offsets graph 0.02, graph 0.02, 0, 0\n";
  draw_spans(page, dots, &Dot::low, &Dot::high, "0.1", 0.28, "least to largest", plot);
  draw_spans(page, dots, &Dot::interval_low, &Dot::interval_high, "0.2", 0.4,
             "95 % interval of the mean", plot);
  set_value_tics(dots, plot);
  std::vector<std::vector<Json>> means;
  for (const Dot& dot : dots) means.push_back({dot.mean, dot.row});
  plot.draw(plot.add_block(means) +
                " using 1:2 with points pointtype 7 pointsize 0.8 linecolor rgb " +
                line_color(page, 0),
            plot.drawn.empty() ? "" : "mean");
  return plot;
}

}  // namespace logitbench
