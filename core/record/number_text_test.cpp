#include "core/record/number_text.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

namespace logitbench {
namespace {

TEST(NumberText, IsShort) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(1.0), "1");
  EXPECT_EQ(number_text(2.302585092994046), "2.302585092994046");
  EXPECT_EQ(number_text(0.1F), "0.1");
  EXPECT_EQ(number_text(-0.0), "-0");
  EXPECT_EQ(number_text(1e-300), "1e-300");
}

TEST(NumberText, NamesWhatIsNotFinite) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(number_text(nan), "nan");
  EXPECT_EQ(number_text(std::copysign(nan, -1.0)), "nan");
  EXPECT_EQ(number_text(static_cast<float>(nan)), "nan");
  EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(NumberText, IntegersHaveNoExponent) {
  EXPECT_EQ(number_text(uint64_t{0}), "0");
  EXPECT_EQ(number_text(uint64_t{10000000000000000000U}), "10000000000000000000");
}

TEST(NumberText, ReadsBackToTheSameBits) {
  std::mt19937_64 generator(1);
  for (int i = 0; i < 20000; ++i) {
    const double value = std::bit_cast<double>(generator());
    if (std::isnan(value)) continue;
    const double read = std::strtod(number_text(value).c_str(), nullptr);
    ASSERT_EQ(std::bit_cast<uint64_t>(read), std::bit_cast<uint64_t>(value)) << number_text(value);
  }
}

}  // namespace
}  // namespace logitbench
