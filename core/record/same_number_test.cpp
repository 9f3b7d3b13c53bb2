#include "core/record/same_number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace logitbench {
namespace {

TEST(SameNumber, is_so_to_the_last_bit) {
  for (const double value : {0.0, -0.0, 0.1, -3e300, 5e-324, double(INFINITY)}) {
    EXPECT_TRUE(same_number(value, value)) << value;
    EXPECT_FALSE(same_number(value, -value)) << value;
    EXPECT_FALSE(same_number(value, std::nextafter(value, 1.0))) << value;
  }
}

TEST(SameNumber, is_nan_whatever_its_bits) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(same_number(kNaN, -kNaN));
  EXPECT_FALSE(same_number(kNaN, 0));
  EXPECT_FALSE(same_number(1, kNaN));
}

}  // namespace
}  // namespace logitbench
