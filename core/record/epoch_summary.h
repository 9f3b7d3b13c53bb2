// What stays in memory of a run's epochs: of each series the numbers that a table of runs shows.
// The epochs themselves stand in the journal (journal_reader.h).
#pragma once

#include <logitbench/recorder.h>

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

struct MetricSeries {
  std::string split;
  std::string metric;
  auto operator<=>(const MetricSeries&) const = default;
};

class EpochSummary {
 public:
  void add(const EpochRecord& record);

  size_t records() const { return records_; }
  uint64_t last_epoch() const { return last_epoch_; }  // 0 without records

  // In the order in which they were first recorded.
  const std::vector<MetricSeries>& series() const { return *series_; }
  // Nothing where there is no such series. The least and the largest are NaN only where every value
  // is NaN.
  std::optional<double> last(std::string_view split, std::string_view metric) const;
  std::optional<double> least(std::string_view split, std::string_view metric) const;
  std::optional<double> largest(std::string_view split, std::string_view metric) const;

  // Most runs of a sweep record the same series: one list of them is enough.
  using SharedSeries = std::shared_ptr<const std::vector<MetricSeries>>;
  const SharedSeries& shared_series() const { return series_; }
  void share(SharedSeries equal) { series_ = std::move(equal); }

 private:
  struct Numbers {
    double last, least, largest;
  };

  bool is_at(size_t i, std::string_view split, std::string_view metric) const;
  size_t index_of(std::string_view split, std::string_view metric) const;
  std::optional<double> number(std::string_view split, std::string_view metric,
                               double Numbers::*which) const;

  size_t records_ = 0;
  uint64_t last_epoch_ = 0;
  SharedSeries series_ = std::make_shared<std::vector<MetricSeries>>();
  std::vector<Numbers> numbers_;  // of each series
};

}  // namespace logitbench
