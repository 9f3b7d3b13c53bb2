#include "tools/logitbench/report/curves_part.h"

#include <logitbench/metric.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/comparison/epoch_bands.h"
#include "core/config/metric_direction.h"
#include "tools/logitbench/report/drawn_number.h"
#include "tools/logitbench/report/plot_colors.h"

namespace logitbench {

namespace {

Json setting_json(const std::vector<std::string>& setting) {
  Json list = Json::array();
  for (const std::string& value : setting) list.push_back(setting_text({value}));
  return list;
}

Json epochs_json(const std::vector<uint32_t>& epochs) {
  const bool in_steps_of_one =
      !epochs.empty() && epochs.back() - epochs.front() + 1 == epochs.size();
  return in_steps_of_one ? Json(epochs.front()) : Json(epochs);
}

Json band_json(const std::vector<EpochBand>& bands, bool with_interval, bool& any_thinned) {
  if (bands.empty()) return {};
  const std::vector<size_t> kept = thinned(bands.size(), kMostPointsOfMean);
  any_thinned = any_thinned || kept.size() < bands.size();
  std::vector<uint32_t> epochs;
  Json n = Json::array(), mean = Json::array(), low = Json::array(), high = Json::array(),
       interval_low = Json::array(), interval_high = Json::array();
  for (const size_t i : kept) {
    const EpochBand& band = bands[i];
    epochs.push_back(band.epoch);
    n.push_back(band.values);
    mean.push_back(drawn_number(band.mean));
    low.push_back(drawn_number(band.range.low));
    high.push_back(drawn_number(band.range.high));
    interval_low.push_back(band.interval ? drawn_number(band.interval->low) : Json());
    interval_high.push_back(band.interval ? drawn_number(band.interval->high) : Json());
  }
  const bool same_n = std::all_of(n.begin(), n.end(), [&](const Json& one) { return one == n[0]; });
  Json json = {{"epochs", epochs_json(epochs)}, {"n", same_n ? n[0] : n}, {"mean", mean}};
  if (same_n && n[0] == 1) return json;  // the band is the line
  json["low"] = low;
  json["high"] = high;
  if (with_interval) {
    json["interval_low"] = interval_low;
    json["interval_high"] = interval_high;
  }
  return json;
}

Json bands_json(const JoinedCurves& curves, size_t series, const CurveGrouping& grouping,
                bool& any_thinned) {
  Json bands = Json::array();
  for (const CurveGroup& group : grouping.groups) {
    std::vector<Curve> of_group;
    for (const size_t run : group.averaged) of_group.push_back(curves.curve(run, series));
    bands.push_back(band_json(epoch_bands(of_group), !grouping.mixes_settings, any_thinned));
  }
  return bands;
}

// None where nothing says which values are the better ones.
std::optional<bool> larger_is_better(const SeriesName& name, std::optional<Objective> objective) {
  const MetricInfo* metric = metric_of_series(name.metric);
  if (metric == nullptr || (metric->in_the_loss_unit && !objective)) return std::nullopt;
  return larger_is_better(name.metric, objective.value_or(Objective::minimize));
}

// All groups; where they are too many, those with a curve that end best, or where no value is the
// better one, the first. As they stand.
Json best_json(const Json& bands, std::optional<bool> larger) {
  std::vector<size_t> all(bands.size());
  std::iota(all.begin(), all.end(), size_t{0});
  if (all.size() <= most_lines_told_apart()) return all;
  std::erase_if(all, [&](size_t g) { return bands[g].is_null(); });
  const auto end = [&](size_t g) {
    const bool has = !bands[g]["mean"].back().is_null();
    const double value = has && larger ? bands[g]["mean"].back().get<double>() : 0;
    return has ? (larger.value_or(false) ? -value : value) : INFINITY;
  };
  std::stable_sort(all.begin(), all.end(), [&](size_t a, size_t b) { return end(a) < end(b); });
  all.resize(std::min(all.size(), kLinesOfMany));
  std::sort(all.begin(), all.end());
  return all;
}

// All keys at once, unless these are more lines than anyone tells apart and one key makes fewer.
size_t drawn_by(const std::vector<CurveGrouping>& groupings) {
  size_t best = 0;
  if (groupings[0].groups.size() <= most_lines_told_apart()) return best;
  for (size_t i = 1; i < groupings.size(); ++i) {
    const size_t lines = groupings[i].groups.size();
    if (lines <= most_lines_told_apart() && (best == 0 || lines < groupings[best].groups.size()))
      best = i;
  }
  return best;
}

Json grouping_json(const JoinedCurves& curves, const CurveGrouping& grouping,
                   std::optional<Objective> objective, bool& any_thinned) {
  Json groups = Json::array(), bands = Json::object(), best = Json::object();
  for (const CurveGroup& group : grouping.groups)
    groups.push_back({{"setting", setting_json(group.setting)},
                      {"runs", group.runs},
                      {"averaged", group.averaged.size()},
                      {"diverged", group.diverged}});
  for (size_t s = 0; s < curves.series().size(); ++s) {
    const std::string name = series_text(curves.series()[s]);
    bands[name] = bands_json(curves, s, grouping, any_thinned);
    best[name] = best_json(bands[name], larger_is_better(curves.series()[s], objective));
  }
  return {{"by", grouping.by},
          {"mixes_settings", grouping.mixes_settings},
          {"groups", groups},
          {"bands", bands},
          {"best", best}};
}

Json single_json(const Curve& curve, size_t most, bool& any_thinned) {
  if (curve.empty()) return {};
  const std::vector<size_t> kept = thinned(curve.epochs.size(), most);
  any_thinned = any_thinned || kept.size() < curve.epochs.size();
  std::vector<uint32_t> epochs;
  Json values = Json::array();
  for (const size_t i : kept) {
    epochs.push_back(curve.epochs[i]);
    values.push_back(drawn_number(curve.values[i]));
  }
  return {{"epochs", epochs_json(epochs)}, {"values", values}};
}

Json series_json(const SeriesName& name, std::optional<Objective> objective) {
  const MetricInfo* metric = metric_of_series(name.metric);
  const std::optional<bool> larger = larger_is_better(name, objective);
  return {{"name", series_text(name)},
          {"description", metric ? std::string(metric->description) : ""},
          {"unit", metric ? std::string(metric->traits.unit) : ""},
          {"larger_is_better", larger ? Json(*larger) : Json()},
          {"own_unit", metric != nullptr && metric->in_the_loss_unit}};
}

}  // namespace

std::string series_text(const SeriesName& name) { return name.split + "." + name.metric; }

Json curves_part(const JoinedRuns& runs, const JoinedCurves& curves,
                 const std::vector<CurveGrouping>& groupings, std::optional<Objective> objective) {
  bool any_thinned = false;
  Json series = Json::array(), by = Json::array(), single = Json::object();
  for (const SeriesName& name : curves.series()) series.push_back(series_json(name, objective));
  for (const CurveGrouping& grouping : groupings)
    by.push_back(grouping_json(curves, grouping, objective, any_thinned));
  const size_t all = std::max<size_t>(1, runs.runs.size() * curves.series().size());
  const size_t most = std::clamp<size_t>(kMostPointsOfRuns / all, 8, kMostPointsOfMean);
  // A group of one run is drawn as its mean already.
  const bool any_repeat =
      std::any_of(groupings.front().groups.begin(), groupings.front().groups.end(),
                  [](const CurveGroup& group) { return group.runs.size() > 1; });
  for (size_t s = 0; any_repeat && s < curves.series().size(); ++s) {
    Json& of_series = single[series_text(curves.series()[s])] = Json::array();
    for (size_t run = 0; run < runs.runs.size(); ++run)
      of_series.push_back(single_json(curves.curve(run, s), most, any_thinned));
  }
  return {{"series", series},
          {"groupings", by},
          {"drawn_by", drawn_by(groupings)},
          {"single", single},
          {"thinned", any_thinned}};
}

}  // namespace logitbench
