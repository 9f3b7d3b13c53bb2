#include "tools/logitbench/static_plots/sweep_plots.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "tools/logitbench/static_plots/dot_plot.h"
#include "tools/logitbench/static_plots/heat_cells.h"
#include "tools/logitbench/static_plots/line_look.h"
#include "tools/logitbench/static_plots/number_axis.h"
#include "tools/logitbench/static_plots/page_words.h"
#include "tools/logitbench/static_plots/sweep_runs.h"

namespace logitbench {

namespace {

std::vector<Json> with_values(const Json& points) {
  std::vector<Json> kept;
  for (const Json& point : points)
    if (point["n"] > 0 && plot_number(point["mean"]) != "NaN") kept.push_back(point);
  return kept;
}

std::string band(const std::string& block, int low, double strength, const Json& page) {
  return fmt::format("{} using 1:{}:{} with filledcurves {}", block, low, low + 1,
                     fill_look(line_color(page, 0), strength));
}

// Over numbers: a line, with the band of all seeds and that of the mean.
Plot line_plot(const Json& page, const Json& key, std::vector<Json> points,
               const std::string& column) {
  std::sort(points.begin(), points.end(),
            [](const Json& a, const Json& b) { return a["at"][0] < b["at"][0]; });
  Plot plot;
  set_number_axis(plot, key);
  plot.set_y_label(with_unit(page, column));
  std::vector<std::vector<Json>> rows;
  bool any_interval = false;
  for (const Json& point : points) {
    const bool has = point.contains("interval_low");
    any_interval = any_interval || has;
    rows.push_back({key["numbers"][point["at"][0].get<size_t>()], point["mean"], point["low"],
                    point["high"], has ? point["interval_low"] : Json(),
                    has ? point["interval_high"] : Json()});
  }
  const std::string block = plot.add_block(rows);
  if (any_interval) {
    plot.draw(band(block, 3, 0.13, page), "least to largest seed");
    plot.draw(band(block, 5, 0.22, page), "95 % interval of the mean");
  }
  plot.draw(block + " using 1:2 " + line_look(page, 0, 1), any_interval ? "mean over seeds" : "");
  return plot;
}

// Over names.
Plot names_plot(const Json& page, const Json& key, const std::vector<Json>& points,
                const std::string& column) {
  std::vector<Dot> dots;
  for (const Json& point : points) {
    const bool has = point.contains("interval_low");
    dots.push_back({point["at"][0].get<size_t>(), point["mean"], has ? point["low"] : Json(),
                    has ? point["high"] : Json(), has ? point["interval_low"] : Json(),
                    has ? point["interval_high"] : Json()});
  }
  return dot_plot(page, key["values"], dots, with_unit(page, column));
}

Plot heat_map(const Json& page, const Json& across, const Json& up, bool across_first,
              const std::vector<Json>& points) {
  constexpr size_t kMostWritten = 100;
  std::vector<HeatCell> cells;
  double least = INFINITY, most = -INFINITY;
  for (const Json& point : points) {
    const double mean = point["mean"];
    cells.push_back(
        {point["at"][across_first ? 0 : 1], point["at"][across_first ? 1 : 0], mean, mean});
    least = std::min(least, mean);
    most = std::max(most, mean);
  }
  Plot plot;
  plot.inner_width = 420;
  set_rows(plot, up["values"]);
  plot.settings += fmt::format("set yrange [-0.5:{}]\n", up["values"].size() - 0.5);
  set_columns(plot, across["values"]);
  plot.set_x_label(across["name"]);
  plot.set_y_label(up["name"]);
  plot.left += 24;
  plot.settings += "set cbtics format \"%.4g\"\n";
  const size_t all = across["values"].size() * up["values"].size();
  draw_heat_cells(page["colors"]["heat"]["light"], cells, least, most,
                  all <= kMostWritten ? "%.3g" : "", plot);
  return plot;
}

const Json* view_of(const Json& sweep, const std::vector<size_t>& keys) {
  for (const Json& view : sweep["views"])
    if (view["keys"] == keys) return &view;
  return nullptr;
}

std::optional<Plot> plot_by_one(const Json& page, size_t k, const std::string& column) {
  const Json& key = page["sweep"]["keys"][k];
  const Json* view = view_of(page["sweep"], {k});
  if (view == nullptr) return runs_plot(page, k, column);
  const bool on_numbers = !key["numbers"].is_null();
  std::vector<Json> points = with_values((*view)["points"][column]);
  std::erase_if(points, [&](const Json& point) {
    return on_numbers && !has_place(key, key["numbers"][point["at"][0].get<size_t>()]);
  });
  if (points.empty()) return std::nullopt;
  Plot plot =
      on_numbers ? line_plot(page, key, points, column) : names_plot(page, key, points, column);
  plot.note = "Means over seeds of the runs that completed.";
  return plot;
}

// Numbers across where there are some.
std::optional<Plot> plot_by_two(const Json& page, size_t a, size_t b, const std::string& column) {
  const Json& keys = page["sweep"]["keys"];
  const Json* view = view_of(page["sweep"], {a, b});
  if (view == nullptr) return std::nullopt;
  const std::vector<Json> points = with_values((*view)["points"][column]);
  if (points.empty()) return std::nullopt;
  const bool a_across = keys[a]["numeric"] || !keys[b]["numeric"];
  Plot plot = heat_map(page, keys[a_across ? a : b], keys[a_across ? b : a], a_across, points);
  plot.note = std::string("Means over seeds") +
              (keys.size() > 2 ? " and over the other keys" : "") +
              " of the runs that completed; an empty cell has none.";
  return plot;
}

}  // namespace

std::vector<Plot> sweep_plots(const Json& page, PlotNames& names) {
  const Json &keys = page["sweep"]["keys"], &columns = page["sweep"]["columns"];
  std::vector<Plot> plots;
  if (columns.empty()) return plots;
  const std::string column = columns[0];
  const auto add = [&](std::optional<Plot> plot, const std::string& by) {
    if (!plot) return;
    plot->name = names.name({"sweep", column, "by", by});
    plot->title = with_unit(page, column) + " by " + by;
    plots.push_back(std::move(*plot));
  };
  for (size_t a = 0; a < keys.size(); ++a) {
    if (keys[a]["values"].size() < 2) continue;
    const std::string name = keys[a]["name"];
    add(plot_by_one(page, a, column), name);
    for (size_t b = a + 1; b < keys.size(); ++b)
      if (keys[b]["values"].size() > 1)
        add(plot_by_two(page, a, b, column), name + ", " + keys[b]["name"].get<std::string>());
  }
  return plots;
}

}  // namespace logitbench
