#include "core/analysis/report/group_course.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace logitbench {
namespace {

const std::vector<uint32_t> kEpochs = {0, 1, 2};

GroupCourse of(const std::vector<std::vector<double>>& runs) {
  std::vector<Curve> curves;
  for (const auto& values : runs)
    curves.push_back({std::span(kEpochs).first(values.size()), values});
  return course_of(curves);
}

TEST(GroupCourse, GoesFromTheFirstTrainedEpochToTheLast) {
  const GroupCourse course = of({{9, 1, 2}, {9, 3, 6}});
  EXPECT_EQ(course.first->epoch, 1u);
  EXPECT_EQ(course.first->mean, 2);
  EXPECT_EQ(course.last->epoch, 2u);
  EXPECT_EQ(course.last->mean, 4);
  EXPECT_FALSE(course.constant);
  EXPECT_EQ(course.runs_not_finite, 0u);
}

TEST(GroupCourse, OfAnUntrainedNetworkIsThat) {
  const GroupCourse course = of({{9}});
  EXPECT_EQ(course.first->epoch, 0u);
  EXPECT_EQ(course.last->mean, 9);
}

TEST(GroupCourse, NotesWhatNeverChangesAndWhatIsNoNumber) {
  EXPECT_TRUE(of({{9, 1, 1}, {9, 1, 1}}).constant);
  EXPECT_FALSE(of({{9, 1, 1}, {9, 2, 2}}).constant);
  const GroupCourse course = of({{9, NAN, NAN}, {9, 1, INFINITY}, {9, 1, 1}});
  EXPECT_EQ(course.runs_not_finite, 2u);
  EXPECT_EQ(course.earliest_not_finite, 1u);
  EXPECT_EQ(course.latest_not_finite, 2u);
  EXPECT_FALSE(of({{NAN}}).first);
  EXPECT_FALSE(of({}).last);
}

}  // namespace
}  // namespace logitbench
