#include "core/config/stop.h"

#include <fmt/format.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <vector>

#include "core/config/common_parameters.h"
#include "core/config/config_error.h"
#include "core/config/nearest_name.h"
#include "core/config/validate.h"

namespace logitbench {

namespace {

// A key that one method alone takes.
struct MethodKey {
  const char* key;
  StopMethod method;
  uint64_t StopSettings::*number;
};
constexpr MethodKey kMethodKeys[] = {
    {"first", StopMethod::median, &StopSettings::first},
    {"after", StopMethod::median, &StopSettings::after},
    {"first_epochs", StopMethod::successive_halving, &StopSettings::first_epochs},
    {"factor", StopMethod::successive_halving, &StopSettings::factor}};

void refuse_unused(const ConfigNode& section, const StopSettings& settings) {
  for (const auto& [key, method, number] : kMethodKeys)
    if (const ConfigNode::Entry* entry = section.find_entry(key);
        entry != nullptr && settings.method != method)
      fail(entry->key_at,
           fmt::format("stop.{}: found it {}, expected it with method {} alone", key,
                       settings.method ? fmt::format("with method {}", to_text(*settings.method))
                                       : "without a method",
                       to_text(method)));
  if (const ConfigNode::Entry* entry = section.find_entry("metric");
      entry != nullptr && !settings.method)
    fail(entry->key_at, fmt::format("stop.metric: found it without a method, expected method: {}",
                                    fmt::join(kStopMethods, " or ")));
}

void take_metric(const std::string& dotted, const ConfigNode& section, StopSettings& settings) {
  const size_t dot = std::min(dotted.find('.'), dotted.size());
  settings.split = dotted.substr(0, dot);
  settings.metric = dot < dotted.size() ? dotted.substr(dot + 1) : "";
  const bool split_known = settings.split == "train" || settings.split == "valid";
  const MetricInfo* metric = metric_of_series(settings.metric);
  if (metric != nullptr && metric->traits.train_only && settings.split == "valid")
    fail(section.find("metric")->at,
         fmt::format("stop.metric: found '{}', which is never recorded, expected train.{}", dotted,
                     settings.metric));
  if (split_known && metric != nullptr) return;
  std::vector<std::string> known;
  for (const MetricInfo& one : kMetrics) known.push_back("valid." + series_pattern(one));
  fail(section.find("metric")->at,
       fmt::format("stop.metric: found '{}', expected train or valid, a point and a metric, e.g. "
                   "valid.accuracy{}",
                   dotted, did_you_mean(dotted, known)));
}

}  // namespace

StopSettings read_stop(const ConfigNode* section) {
  StopSettings settings;
  if (section == nullptr) return settings;
  const Map map = validate_map(*section, stop_parameters(), "stop");
  settings.nan = map.boolean("nan");
  settings.target = map.boolean("target");
  if (map.has("method"))
    settings.method = map.text("method") == to_text(StopMethod::median)
                          ? StopMethod::median
                          : StopMethod::successive_halving;
  refuse_unused(*section, settings);
  if (map.has("metric")) take_metric(map.text("metric"), *section, settings);
  for (const auto& [key, method, number] : kMethodKeys)
    if (map.has(key)) settings.*number = static_cast<uint64_t>(map.integer(key));
  return settings;
}

Map competition(const StopSettings& settings) {
  Map map;
  if (!settings.method) return map;
  map.set("method", std::string(to_text(*settings.method)));
  map.set("metric", settings.split + "." + settings.metric);
  for (const auto& [key, method, number] : kMethodKeys)
    if (method == settings.method) map.set(key, static_cast<int64_t>(settings.*number));
  return map;
}

bool is_of_the_competition(std::string_view dotted_key) {
  return (dotted_key == "stop" || dotted_key.starts_with("stop.")) && dotted_key != "stop.nan" &&
         dotted_key != "stop.target";
}

}  // namespace logitbench
