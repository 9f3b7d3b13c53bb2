#include "tools/logitbench/static_plots/comparison_plots.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "tools/logitbench/report/setting_words.h"
#include "tools/logitbench/static_plots/dot_plot.h"
#include "tools/logitbench/static_plots/page_words.h"

namespace logitbench {

namespace {

Plot comparison_plot(const Json& page, const Json& comparison, PlotNames& names) {
  std::vector<std::string> rows;
  std::vector<Dot> dots;
  size_t least = SIZE_MAX, most = 0;
  for (const Json& group : comparison["drawn"]) {
    const size_t n = group["n"];
    least = std::min(least, n);
    most = std::max(most, n);
    dots.push_back({rows.size(), group["mean"], {}, {}, group["low"], group["high"]});
    rows.push_back(group["name"]);
  }
  const std::string metric = page["comparison"]["metric"], by = joined(comparison["by"]);
  Plot plot = dot_plot(page, rows, dots, with_unit(page, metric));
  plot.name = names.name({"comparison", metric, "by", by});
  plot.title = metric + " by " + by;
  plot.note = most == 1 ? "Of one seed each."
                        : fmt::format("Means of {}.", counted(least, most, "seed", "seeds"));
  return plot;
}

}  // namespace

std::vector<Plot> comparison_plots(const Json& page, PlotNames& names) {
  std::vector<Plot> plots;
  for (const Json& comparison : page["comparison"]["comparisons"])
    if (!comparison["drawn"].empty()) plots.push_back(comparison_plot(page, comparison, names));
  return plots;
}

}  // namespace logitbench
