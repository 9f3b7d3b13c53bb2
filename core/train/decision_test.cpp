#include "core/train/decision.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace logitbench {
namespace {

// Every row of three of these: ties, NaN in every place, infinities.
TEST(Decision, IsForTheClassThatItDecides) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  const std::array values = {-kInf, -1.0f, 0.0f, 1.0f, kInf, std::nanf("")};
  for (float a : values)
    for (float b : values)
      for (float c : values) {
        const std::array row = {a, b, c};
        const std::span<const float> three(row), one = three.first(1);
        for (size_t k = 0; k < 4; ++k) {
          EXPECT_EQ(decides_for(three, k, Decision::argmax), argmax(three) == k)
              << a << " " << b << " " << c << ", class " << k;
          EXPECT_EQ(decides_for(one, k, Decision::argmax), argmax(one) == k);
          EXPECT_EQ(decides_for(one, k, Decision::sigmoid), decide(one, Decision::sigmoid) == k);
        }
      }
}

TEST(Decision, OfARowWithNanIsItsFirstNan) {
  const std::array row = {3.0, std::nan(""), 9.0, std::nan("")};
  EXPECT_EQ(argmax(std::span<const double>(row)), 1u);
}

TEST(Decision, OfEqualsIsTheFirst) {
  const std::array row = {1.0, 7.0, 7.0};
  EXPECT_EQ(argmax(std::span<const double>(row)), 1u);
}

}  // namespace
}  // namespace logitbench
