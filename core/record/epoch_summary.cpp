#include "core/record/epoch_summary.h"

#include <cmath>

namespace logitbench {

void EpochSummary::add(const EpochRecord& record) {
  ++records_;
  last_epoch_ = record.epoch;
  std::shared_ptr<std::vector<MetricSeries>> longer;  // with those that are new
  size_t next = 0;                                    // epochs mostly have the same order
  for (const MetricValue& recorded : record.values) {
    const double value = recorded.value;
    const size_t i = is_at(next, recorded.split, recorded.metric)
                         ? next
                         : index_of(recorded.split, recorded.metric);
    next = i + 1;
    if (i == numbers_.size()) {
      if (!longer) longer = std::make_shared<std::vector<MetricSeries>>(*series_);
      longer->push_back({recorded.split, recorded.metric});
      series_ = longer;
      numbers_.push_back({value, value, value});
      continue;
    }
    Numbers& numbers = numbers_[i];
    numbers.last = value;
    if (std::isnan(numbers.least) || value < numbers.least) numbers.least = value;
    if (std::isnan(numbers.largest) || value > numbers.largest) numbers.largest = value;
  }
}

bool EpochSummary::is_at(size_t i, std::string_view split, std::string_view metric) const {
  return i < series_->size() && (*series_)[i].split == split && (*series_)[i].metric == metric;
}

size_t EpochSummary::index_of(std::string_view split, std::string_view metric) const {
  size_t i = 0;
  while (i < series_->size() && !is_at(i, split, metric)) ++i;
  return i;
}

std::optional<double> EpochSummary::number(std::string_view split, std::string_view metric,
                                           double Numbers::*which) const {
  const size_t i = index_of(split, metric);
  if (i == numbers_.size()) return std::nullopt;
  return numbers_[i].*which;
}

std::optional<double> EpochSummary::last(std::string_view split, std::string_view metric) const {
  return number(split, metric, &Numbers::last);
}

std::optional<double> EpochSummary::least(std::string_view split, std::string_view metric) const {
  return number(split, metric, &Numbers::least);
}

std::optional<double> EpochSummary::largest(std::string_view split, std::string_view metric) const {
  return number(split, metric, &Numbers::largest);
}

}  // namespace logitbench
