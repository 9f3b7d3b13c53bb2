#include "core/train/float_exp.h"

#include <gtest/gtest.h>

#include <limits>

namespace logitbench {
namespace {

// NumPy 1.24, np.exp of float32 on AVX-512: the first is not the nearest float, which is why the
// notebook's second row reads 0.3333332 twice.
TEST(FloatExp, rounds_as_numpy_does) {
  EXPECT_EQ(float_exp(-1.40996752e-06F), 0.999998629F);
  EXPECT_EQ(float_exp(-1.38048562e-06F), 0.999998629F);
  EXPECT_EQ(float_exp(-3.92590202e-06F), 0.999996066F);
  EXPECT_EQ(float_exp(0.0F), 1.0F);
}

TEST(FloatExp, stays_within_numpys_bound) {
  for (float x = -87; x < 88; x += 0.0137F) {
    const double exact = std::exp(static_cast<double>(x));
    const float nearest = static_cast<float>(exact);
    const double unit = std::nextafter(nearest, std::numeric_limits<float>::infinity()) - nearest;
    EXPECT_LE(std::abs(float_exp(x) - exact), 2.52 * unit) << x;
  }
}

TEST(FloatExp, has_the_limits_of_exp) {
  EXPECT_EQ(float_exp(-std::numeric_limits<float>::infinity()), 0.0F);
  EXPECT_EQ(float_exp(89.0F), std::numeric_limits<float>::infinity());
  EXPECT_GT(float_exp(-103.0F), 0.0F);  // a denormal
  EXPECT_TRUE(std::isnan(float_exp(std::numeric_limits<float>::quiet_NaN())));
}

}  // namespace
}  // namespace logitbench
