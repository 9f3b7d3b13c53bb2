#include "tools/logitbench/static_plots/number_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

constexpr double kLeastOnLog = 1e-305;  // the least that is held in all digits is 2.3e-308

}  // namespace

bool has_place(const Json& key, const Json& number) {
  return plot_number(number) != "NaN" && (!key["log"] || number.get<double>() > kLeastOnLog);
}

void set_number_axis(Plot& plot, const Json& key) {
  constexpr int kSpace = 10, kFewTics = 6;
  constexpr size_t kMostTics = 20;
  const bool log = key["log"];
  std::vector<double> numbers;
  for (const Json& number : key["numbers"])
    if (has_place(key, number)) numbers.push_back(number);
  const auto place = [&](double value) { return log ? std::log(value) : value; };
  const double from = place(numbers.front()), to = place(numbers.back());
  std::string tics;
  double free_from = -INFINITY;
  for (const double value : numbers) {
    const std::string text = fmt::format("{:.4g}", value);
    const double at = to > from ? plot.inner_width * (place(value) - from) / (to - from) : 0;
    const double half = (pixels_of(text_width(text)) + kSpace) / 2.0;
    if (at - half < free_from || numbers.size() > kMostTics) continue;
    free_from = at + half;
    tics += fmt::format("{}\"{}\" {}", tics.empty() ? "" : ", ", text, value);
  }
  plot.set_x_label(key["name"]);
  if (log) plot.settings += "set logscale x\n";
  const double step = tic_step(from, to, kFewTics);
  if (!tics.empty())
    plot.settings += "set xtics (" + tics + ")\n";
  else if (!log && step > 0)
    plot.settings += fmt::format("set xtics {:.6g}\n", step);
  const double edge = (to - from) * 0.02;
  const double least = log ? place(kLeastOnLog) : -kMostPlotted, most = place(kMostPlotted);
  const auto back = [&](double at) {
    const double held = std::clamp(at, least, most);
    return log ? std::exp(held) : held;
  };
  if (edge > 0)
    plot.settings +=
        fmt::format("set xrange [{:.6g}:{:.6g}]\n", back(from - edge), back(to + edge));
}

}  // namespace logitbench
