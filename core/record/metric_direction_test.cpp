#include "core/record/metric_direction.h"

#include <gtest/gtest.h>

#include "core/train/metric_names.h"

namespace logitbench {
namespace {

TEST(MetricDirection, EveryMetricHasOne) {
  for (const MetricName& metric : kAlwaysRecorded) EXPECT_NO_THROW(better(metric.name));
  for (const MetricName& metric : kMetricNames) EXPECT_NO_THROW(better(metric.name));
}

TEST(MetricDirection, AnotherNameIsAMistake) { EXPECT_THROW(better("los"), std::logic_error); }

}  // namespace
}  // namespace logitbench
