#include "core/analysis/runs/curve_difference.h"

#include <algorithm>

#include "core/record/same_number.h"

namespace logitbench {

namespace {

// Series by series, the epochs that both have.
void compare(const RecordedSeries& a, const RecordedSeries& b, CurveDifference& difference) {
  auto in_b = b.values.begin();
  size_t shared = 0;
  for (const auto& [epoch, value] : a.values) {
    while (in_b != b.values.end() && in_b->first < epoch) ++in_b;
    if (in_b == b.values.end() || in_b->first != epoch) continue;
    ++shared;
    if (same_number(value, in_b->second)) continue;
    ++difference.differing;
    // Of series that part in the same epoch the one that comes first.
    if (!difference.first || epoch < difference.first->epoch)
      difference.first = CurveDifference::Point{epoch, a.name, value, in_b->second};
  }
  difference.compared += shared;
  if (shared != a.values.size() || shared != b.values.size()) difference.same_epochs = false;
}

std::optional<uint64_t> last_epoch(const RunRecord& run) {
  std::optional<uint64_t> last;
  for (const RecordedSeries& series : run.series)
    if (!series.values.empty()) last = std::max(last.value_or(0), series.values.back().first);
  return last;
}

std::vector<SeriesName> without_partner(const RunRecord& run, const RunRecord& other) {
  std::vector<SeriesName> names;
  for (const RecordedSeries& series : run.series)
    if (other.find(series.name.split, series.name.metric) == nullptr) names.push_back(series.name);
  return names;
}

}  // namespace

CurveDifference curve_difference(const RunRecord& a, const RunRecord& b) {
  CurveDifference difference;
  difference.only_a = without_partner(a, b);
  difference.only_b = without_partner(b, a);
  difference.last_epoch_a = last_epoch(a);
  difference.last_epoch_b = last_epoch(b);
  for (const RecordedSeries& series : a.series)
    if (const RecordedSeries* other = b.find(series.name.split, series.name.metric))
      compare(series, *other, difference);
  return difference;
}

}  // namespace logitbench
