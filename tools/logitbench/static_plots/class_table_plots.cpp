#include "tools/logitbench/static_plots/class_table_plots.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/logitbench/report/setting_words.h"
#include "tools/logitbench/static_plots/dot_plot.h"
#include "tools/logitbench/static_plots/heat_cells.h"
#include "tools/logitbench/static_plots/line_look.h"
#include "tools/logitbench/static_plots/page_words.h"

namespace logitbench {

namespace {

// Bars are shares of all rows, so that both have one axis.
Plot reliability_plot(const Json& page, const Json& bins) {
  Plot plot;
  plot.inner_width = plot.inner_height = 400;
  plot.set_x_label("confidence (mean of the bin)");
  plot.set_y_label("accuracy; share of the rows");
  plot.settings += "set xrange [0:1]\nset yrange [0:1]\nset xtics 0.2\nset ytics 0.2\n";
  double all = 0;
  for (const Json& bin : bins) all += bin[0].get<double>();
  std::vector<std::vector<Json>> bars, points;
  for (size_t i = 0; i < bins.size(); ++i) {
    const double rows = bins[i][0].get<double>();
    const auto count = static_cast<double>(bins.size());
    bars.push_back({(static_cast<double>(i) + 0.5) / count, rows / std::max(all, 1.0), 1 / count});
    if (rows > 0) points.push_back({bins[i][1], bins[i][2]});
  }
  plot.draw(plot.add_block(bars) +
                " using 1:2:3 with boxes linecolor rgb \"#c4c4c4\" fillstyle solid 0.7 border",
            "share of the rows in the bin");
  plot.draw(plot.add_block({{0, 0}, {1, 1}}) +
                " using 1:2 with lines linewidth 1 dashtype (6,4) linecolor rgb \"#777777\"",
            "as often right as sure");
  if (!points.empty())
    plot.draw(plot.add_block(points) + " using 1:2 " + line_look(page, 0, 1), "accuracy");
  return plot;
}

Plot confusion_plot(const Json& page, const Json& counts) {
  constexpr size_t kMostNumbered = 12;
  std::vector<std::string> classes;
  std::vector<HeatCell> cells;
  for (size_t label = 0; label < counts.size(); ++label) {
    classes.push_back(std::to_string(label));
    double all = 0;
    for (const Json& count : counts[label]) all += count.get<double>();
    for (size_t decision = 0; decision < counts[label].size(); ++decision) {
      const double count = counts[label][decision];
      cells.push_back({decision, label, all > 0 ? count / all : 0, count});
    }
  }
  Plot plot;
  plot.inner_width = 400;
  set_rows(plot, classes);
  plot.left = 70;
  plot.inner_height = 400;
  plot.settings += fmt::format("set yrange [{}:-0.5]\n", static_cast<double>(counts.size()) - 0.5);
  set_columns(plot, classes);
  plot.set_x_label("decision (class)");
  plot.set_y_label("label (class)");
  plot.settings += "set cblabel \"share of the label's rows\"\n";
  draw_heat_cells(page["colors"]["shares"]["light"], cells, 0, 1,
                  counts.size() <= kMostNumbered ? "%.0f" : "", plot);
  return plot;
}

}  // namespace

std::vector<Plot> class_table_plots(const Json& page, PlotNames& names) {
  std::vector<Plot> plots;
  if (page["class_tables"].is_null()) return plots;
  const Json& groups = page["curves"]["groupings"][0]["groups"];
  for (const auto& [split, tables] : page["class_tables"].items()) {
    size_t drawn = 0;
    for (size_t g = 0; g < tables.size() && drawn < kMostClassTablePlots; ++g) {
      if (tables[g].is_null()) continue;
      ++drawn;
      const std::string setting = group_name(groups[g]);
      const std::string note =
          fmt::format("{}: {} rows after the last epoch, {}", setting, split,
                      counted(tables[g]["runs"].get<size_t>(), "run", "runs together"));
      const auto add = [&](const char* kind, const char* title, Plot plot) {
        plot.name = names.name({kind, split, setting});
        plot.title = title;
        plot.note = note;
        plots.push_back(std::move(plot));
      };
      if (const Json& bins = tables[g]["reliability"]; !bins.is_null())
        add("reliability", "Reliability diagram", reliability_plot(page, bins));
      if (const Json& counts = tables[g]["confusion"]; !counts.is_null())
        add("confusion", "Confusion matrix", confusion_plot(page, counts));
    }
  }
  return plots;
}

}  // namespace logitbench
