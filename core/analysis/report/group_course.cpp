#include "core/analysis/report/group_course.h"

#include <algorithm>
#include <cmath>

namespace logitbench {

namespace {

void note_not_finite(const Curve& curve, GroupCourse& course) {
  const auto found = std::find_if_not(curve.values.begin(), curve.values.end(),
                                      [](double value) { return std::isfinite(value); });
  if (found == curve.values.end()) return;
  const uint32_t epoch = curve.epochs[static_cast<size_t>(found - curve.values.begin())];
  if (course.runs_not_finite == 0) course.earliest_not_finite = epoch;
  course.earliest_not_finite = std::min(course.earliest_not_finite, epoch);
  course.latest_not_finite = std::max(course.latest_not_finite, epoch);
  ++course.runs_not_finite;
}

}  // namespace

GroupCourse course_of(std::span<const Curve> curves) {
  GroupCourse course;
  for (const Curve& curve : curves) note_not_finite(curve, course);
  const std::vector<EpochBand> bands = epoch_bands(curves);
  if (bands.empty()) return course;
  const bool all_of_it = bands.size() == 1 || bands.front().epoch > 0;
  const auto first = bands.begin() + (all_of_it ? 0 : 1);
  course.first = *first;
  course.last = bands.back();
  course.constant = std::all_of(first, bands.end(), [&](const EpochBand& band) {
    return band.range.low == first->range.low && band.range.high == first->range.low;
  });
  return course;
}

}  // namespace logitbench
