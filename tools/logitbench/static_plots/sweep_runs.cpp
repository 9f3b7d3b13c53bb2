#include "tools/logitbench/static_plots/sweep_runs.h"

#include <algorithm>
#include <vector>

#include "tools/logitbench/static_plots/dot_plot.h"
#include "tools/logitbench/static_plots/line_look.h"
#include "tools/logitbench/static_plots/number_axis.h"
#include "tools/logitbench/static_plots/page_words.h"

namespace logitbench {

namespace {

// A column of the table of runs; null where there is none.
const Json* cells_of(const Json& page, const std::string& name) {
  for (const Json& column : page["runs"]["columns"])
    if (column["name"] == name) return &column["cells"];
  return nullptr;
}

struct RunPoint {
  Json at;  // the key's number, or the row of its value
  Json value;
};

size_t row_of(const Json& key, const Json& cell) {
  const std::string text = cell.is_null()     ? "(not set)"
                           : cell.is_string() ? cell.get<std::string>()
                                              : cell.dump();
  const std::vector<std::string> values = key["values"];
  return static_cast<size_t>(std::find(values.begin(), values.end(), text) - values.begin());
}

std::vector<RunPoint> points_of(const Json& page, const Json& key, const std::string& column) {
  const Json *at = cells_of(page, key["name"]), *values = cells_of(page, column),
             *status = cells_of(page, "status");
  std::vector<RunPoint> points;
  if (at == nullptr || values == nullptr || status == nullptr) return points;
  for (size_t run = 0; run < values->size(); ++run) {
    if ((*status)[run] != "completed" || plot_number((*values)[run]) == "NaN") continue;
    const Json place = key["numbers"].is_null() ? Json(row_of(key, (*at)[run])) : (*at)[run];
    if (key["numbers"].is_null() || has_place(key, place))
      points.push_back({place, (*values)[run]});
  }
  return points;
}

}  // namespace

std::optional<Plot> runs_plot(const Json& page, size_t k, const std::string& column) {
  const Json& key = page["sweep"]["keys"][k];
  const std::vector<RunPoint> points = points_of(page, key, column);
  if (points.empty()) return std::nullopt;
  Plot plot;
  if (key["numbers"].is_null()) {
    std::vector<Dot> dots;
    for (const RunPoint& point : points) dots.push_back({point.at.get<size_t>(), point.value});
    plot = dot_plot(page, key["values"], dots, with_unit(page, column));
  } else {
    std::vector<std::vector<Json>> rows;
    for (const RunPoint& point : points) rows.push_back({point.at, point.value});
    set_number_axis(plot, key);
    plot.set_y_label(with_unit(page, column));
    plot.draw(plot.add_block(rows) +
              " using 1:2 with points pointtype 7 pointsize 0.7 linecolor rgb " +
              line_color(page, 0));
  }
  plot.note = "Each point is one run that completed.";
  return plot;
}

}  // namespace logitbench
