#include "core/diagnosis/wanted_series.h"

#include <logitbench/metric.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace logitbench {

namespace {

// Without a word on it validation is the test split where there is one.
bool tests_apart(const Run& run, const RecordedRun& recorded) {
  const auto& validation = run.config.validation;
  return validation && *validation != ValidationSource::test &&
         std::any_of(recorded.data_sha256.begin(), recorded.data_sha256.end(),
                     [](const auto& split) { return split.first == "test"; });
}

// Of which k or n the metric has series: none where the manifest does not say how many there are.
std::vector<uint64_t> numbers_of(const MetricInfo& metric, const Facts& facts) {
  constexpr std::string_view kOfLayer = "parameters.";
  std::vector<uint64_t> numbers;
  if (metric.traits.series_of == SeriesOf::rows) return {0};
  for (const Fact& fact : facts) {
    if (metric.traits.series_of == SeriesOf::classes && fact.name == "classes")
      for (uint64_t k = 0; k < fact.value; ++k) numbers.push_back(k);
    if (metric.traits.series_of == SeriesOf::layers && fact.name.starts_with(kOfLayer) &&
        fact.value > 0)
      numbers.push_back(std::stoull(fact.name.substr(kOfLayer.size())));
  }
  return numbers;
}

}  // namespace

std::set<Series> wanted_series(const Run& run, const RecordedRun& recorded, uint64_t epoch,
                               bool is_last) {
  std::set<Series> wanted;
  const auto add_all = [&](const std::string& split) {
    for (const MetricInfo& metric : kAlwaysRecorded)
      wanted.emplace(split, std::string(metric.name));
    for (const std::string& name : run.config.metrics) {
      const MetricInfo* metric = find_metric(name);
      if (metric == nullptr || (metric->traits.train_only && split != "train")) continue;
      for (const uint64_t number : numbers_of(*metric, recorded.facts))
        wanted.emplace(split, series_name(*metric, number));
    }
  };
  add_all("valid");
  if (epoch > 0) add_all("train");
  if (is_last && tests_apart(run, recorded)) add_all("test");
  return wanted;
}

}  // namespace logitbench
