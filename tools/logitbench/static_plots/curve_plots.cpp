#include "tools/logitbench/static_plots/curve_plots.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

#include "tools/logitbench/report/setting_words.h"
#include "tools/logitbench/static_plots/gnuplot_text.h"
#include "tools/logitbench/static_plots/line_look.h"
#include "tools/logitbench/static_plots/page_words.h"

namespace logitbench {

namespace {

// A legend of more expected values is longer than its picture.
constexpr size_t kMostClaims = 12;

uint64_t epoch_at(const Json& curve, size_t i) {
  const Json& epochs = curve["epochs"];
  return epochs.is_array() ? epochs[i].get<uint64_t>() : epochs.get<uint64_t>() + i;
}

bool has_value(const Json& curve) {
  return !curve.is_null() &&
         std::any_of(curve["mean"].begin(), curve["mean"].end(),
                     [](const Json& mean) { return plot_number(mean) != "NaN"; });
}

// What is drawn of a series.
struct Lines {
  const Json* grouping;
  const Json* bands;
  bool any_better = false;  // whether a value is better than another
  std::vector<size_t> groups;
  uint64_t last_epoch = 0;
};

Lines lines_of(const Json& curves, const Json& of_series) {
  const std::string series = of_series["name"];
  Lines lines;
  lines.any_better = !of_series["larger_is_better"].is_null();
  lines.grouping = &curves["groupings"][curves["drawn_by"].get<size_t>()];
  lines.bands = &(*lines.grouping)["bands"][series];
  for (const size_t g : (*lines.grouping)["best"][series])
    if (has_value((*lines.bands)[g])) lines.groups.push_back(g);
  for (const size_t g : lines.groups) {
    const Json& curve = (*lines.bands)[g];
    lines.last_epoch = std::max(lines.last_epoch, epoch_at(curve, curve["mean"].size() - 1));
  }
  return lines;
}

std::string block_of(const Json& curve, Plot& plot) {
  std::vector<std::vector<Json>> rows;
  for (size_t i = 0; i < curve["mean"].size(); ++i) {
    std::vector<Json>& row = rows.emplace_back();
    row = {epoch_at(curve, i), curve["mean"][i]};
    if (curve.contains("low")) row.insert(row.end(), {curve["low"][i], curve["high"][i]});
  }
  return plot.add_block(rows);
}

// Many bands over each other hide the lines, and so do those of runs that have little in common.
double band_strength(const Lines& lines) {
  if ((*lines.grouping)["mixes_settings"]) return 0.05;
  return lines.groups.size() > 5 ? 0.08 : 0.16;
}

void draw_lines(const Json& page, const Lines& lines, Plot& plot) {
  std::vector<std::string> blocks;
  for (const size_t g : lines.groups) blocks.push_back(block_of((*lines.bands)[g], plot));
  for (size_t i = 0; i < lines.groups.size(); ++i)
    if ((*lines.bands)[lines.groups[i]].contains("low"))
      plot.draw(blocks[i] + " using 1:3:4 with filledcurves " +
                fill_look(line_color(page, lines.groups[i]), band_strength(lines)));
  for (size_t i = 0; i < lines.groups.size(); ++i) {
    const size_t g = lines.groups[i];
    const Json& group = (*lines.grouping)["groups"][g];
    const std::string diverged = group["diverged"] ? " (diverged)" : "";
    plot.draw(blocks[i] + " using 1:2 " + line_look(page, g, (*lines.bands)[g]["mean"].size()),
              group_name(group) + diverged);
  }
}

// The groups that are drawn and that the claim is about.
std::vector<size_t> groups_of(const Json& claim, const Lines& lines) {
  const std::set<size_t> runs = claim["runs"];
  std::vector<size_t> groups;
  for (const size_t g : lines.groups) {
    const Json& of_group = (*lines.grouping)["groups"][g]["runs"];
    if (std::any_of(of_group.begin(), of_group.end(),
                    [&](const Json& run) { return runs.contains(run.get<size_t>()); }))
      groups.push_back(g);
  }
  return groups;
}

void draw_claim(const Json& page, const Json& claim, const std::vector<size_t>& groups,
                const Lines& lines, Plot& plot) {
  const Json &values = claim["values"], &epochs = claim["epochs"];
  std::vector<std::vector<Json>> rows;
  const bool one = values.size() == 1;
  if (one) rows.push_back({0, values[0]});
  for (size_t i = 0; i < values.size(); ++i)
    rows.push_back({one && claim["at_end"] ? Json(lines.last_epoch) : epochs[i], values[i]});
  const std::string color =
      groups.size() == 1 ? line_color(page, groups[0]) : std::string("\"#1a1a1a\"");
  const std::string source = claim["source"], label = claim["label"];
  std::string text = (source.empty() ? "expected" : source) + ": " + label;
  if (one) text += fmt::format(", {:.4g}", values[0].get<double>());
  plot.draw(plot.add_block(rows) +
                " using 1:2 with linespoints linewidth 1.4 dashtype (2,4) pointtype 12 "
                "pointsize 0.8 linecolor rgb " +
                color,
            text);
}

// How many expected values have no place.
size_t draw_claims(const Json& page, const std::string& series, const Lines& lines, Plot& plot) {
  size_t drawn = 0, left_out = 0;
  for (const Json& claim : page["claims"]["drawn"]) {
    if (claim["series"] != series) continue;
    const std::vector<size_t> groups = groups_of(claim, lines);
    const bool is_held = std::all_of(claim["values"].begin(), claim["values"].end(),
                                     [](const Json& v) { return plot_number(v) != "NaN"; });
    if (groups.empty() || !is_held) continue;
    if (drawn == kMostClaims) {
      ++left_out;
      continue;
    }
    draw_claim(page, claim, groups, lines, plot);
    ++drawn;
  }
  return left_out;
}

// "of 10 runs", "of 3 to 10 runs".
std::string runs_averaged(const Lines& lines) {
  size_t least = SIZE_MAX, most = 0;
  for (const size_t g : lines.groups) {
    const size_t runs = (*lines.grouping)["groups"][g]["averaged"];
    least = std::min(least, runs);
    most = std::max(most, runs);
  }
  if (most == 1) return "";
  return fmt::format("Means of {}; bands from least to largest. ",
                     counted(least, most, "run", "runs"));
}

std::string note_of(const Lines& lines, size_t claims_left_out) {
  const Json& grouping = *lines.grouping;
  const auto with_values =
      static_cast<size_t>(std::count_if(lines.bands->begin(), lines.bands->end(), has_value));
  const size_t drawn = lines.groups.size(), all = lines.bands->size();
  std::string text;
  if (!grouping["by"].empty()) text += "A line for each " + joined(grouping["by"]) + ". ";
  text += runs_averaged(lines);
  if (drawn < with_values)
    text +=
        fmt::format("The {} {} of {} settings; {} left out. ", lines.any_better ? "best" : "first",
                    drawn, with_values, with_values - drawn);
  if (with_values < all)
    text += fmt::format("Without values: {}. ", counted(all - with_values, "setting", "settings"));
  if (claims_left_out > 0)
    text += fmt::format("{} left out. ",
                        counted(claims_left_out, "expected value is", "expected values are"));
  return text;
}

Plot curve_plot(const Json& page, const Json& series, const Lines& lines, PlotNames& names) {
  const std::string name = series["name"];
  Plot plot;
  plot.name = names.name({"curves", name});
  plot.title = name + " by epoch";
  plot.set_x_label("epoch");
  // Epochs are whole.
  constexpr int kMostTics = 10;
  const double step = std::max(1.0, tic_step(0, static_cast<double>(lines.last_epoch), kMostTics));
  plot.set_y_label(with_unit(page, name));
  plot.settings += fmt::format("set xtics {}\nset xrange [0:{}]\n", step,
                               std::max<uint64_t>(1, lines.last_epoch));
  draw_lines(page, lines, plot);
  const size_t left_out = draw_claims(page, name, lines, plot);
  plot.note = note_of(lines, left_out);
  return plot;
}

}  // namespace

std::vector<Plot> curve_plots(const Json& page, PlotNames& names) {
  std::vector<Plot> plots;
  for (const Json& series : page["curves"]["series"]) {
    const Lines lines = lines_of(page["curves"], series);
    if (!lines.groups.empty()) plots.push_back(curve_plot(page, series, lines, names));
  }
  return plots;
}

}  // namespace logitbench
