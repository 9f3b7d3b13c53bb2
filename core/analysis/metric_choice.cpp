#include "core/analysis/metric_choice.h"

#include <logitbench/error.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <vector>

#include "core/config/nearest_name.h"
#include "core/record/csv_reader.h"
#include "core/record/number_text.h"
#include "core/record/tables.h"

namespace logitbench {

namespace {

[[noreturn]] void refuse(const std::string& text, const std::string& expected) {
  throw ConfigError("metric: found '" + text + "', expected " + expected);
}

SeriesName series_in(const std::string& name, const std::string& text) {
  const size_t dot = name.find('.');
  if (dot == std::string::npos)
    refuse(text,
           "<split>.<metric> such as valid.accuracy, best.valid.accuracy, the best of all "
           "epochs, or valid.accuracy@10, after epoch 10");
  const SeriesName series{name.substr(0, dot), name.substr(dot + 1)};
  const std::vector<std::string> splits(kSplits.begin(), kSplits.end());
  if (std::find(splits.begin(), splits.end(), series.split) == splits.end())
    refuse(text, "one of the splits " + name_list(splits) + did_you_mean(series.split, splits));
  if (metric_of_series(series.metric) == nullptr) {
    std::vector<std::string> metrics;
    for (const MetricInfo& metric : kMetrics) metrics.push_back(series_pattern(metric));
    refuse(text, "one of the metrics " + name_list(metrics) + did_you_mean(series.metric, metrics));
  }
  return series;
}

}  // namespace

MetricChoice metric_choice(const std::string& text) {
  MetricChoice choice;
  std::string name = text;
  if (name.starts_with(kFinalPrefix)) {
    name.erase(0, kFinalPrefix.size());
  } else if (name.starts_with(kBestPrefix)) {
    choice.value_of = ValueOf::best;
    name.erase(0, kBestPrefix.size());
  } else if (const size_t at = name.find('@'); at != std::string::npos) {
    const std::optional<uint64_t> epoch = integer_cell(name.substr(at + 1));
    if (!epoch) refuse(text, "a whole number of an epoch behind @");
    choice.value_of = ValueOf::at;
    choice.epoch = *epoch;
    name.erase(at);
  }
  choice.series = series_in(name, text);
  return choice;
}

std::string choice_text(const MetricChoice& choice) {
  const std::string series = choice.series.split + "." + choice.series.metric;
  if (choice.value_of == ValueOf::at) return series + "@" + number_text(choice.epoch);
  return std::string(choice.value_of == ValueOf::best ? kBestPrefix : kFinalPrefix) + series;
}

}  // namespace logitbench
