#include "core/diagnosis/wanted_series.h"

#include <logitbench/metric.h>

#include <algorithm>

namespace logitbench {

namespace {

// Without a word on it validation is the test split where there is one.
bool tests_apart(const Run& run, const RecordedRun& recorded) {
  const auto& validation = run.config.validation;
  return validation && *validation != ValidationSource::test &&
         std::any_of(recorded.data_sha256.begin(), recorded.data_sha256.end(),
                     [](const auto& split) { return split.first == "test"; });
}

}  // namespace

std::set<Series> wanted_series(const Run& run, const RecordedRun& recorded, uint64_t epoch) {
  std::set<Series> wanted;
  const auto add_all = [&](const std::string& split) {
    for (const MetricInfo& metric : kAlwaysRecorded)
      wanted.emplace(split, std::string(metric.name));
    for (const std::string& metric : run.config.metrics)
      if (metric != "grad_norm" || split == "train") wanted.emplace(split, metric);
  };
  add_all("valid");
  if (epoch > 0) add_all("train");
  if (epoch == run.config.epochs && tests_apart(run, recorded)) add_all("test");
  return wanted;
}

}  // namespace logitbench
