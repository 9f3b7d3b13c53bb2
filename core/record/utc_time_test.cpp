#include "core/record/utc_time.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

TEST(UtcTime, IsIso8601WhateverTheLocalZone) {
  using std::chrono::milliseconds;
  setenv("TZ", "Asia/Tokyo", 1);
  tzset();
  EXPECT_EQ(utc_text(UtcTime(milliseconds(0))), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(utc_text(UtcTime(milliseconds(1709210096007))), "2024-02-29T12:34:56.007Z");
  unsetenv("TZ");
  tzset();
}

}  // namespace
}  // namespace logitbench
