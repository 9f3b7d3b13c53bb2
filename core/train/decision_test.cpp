#include "core/train/decision.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <random>

#include "core/train/count_decided.h"

namespace logitbench {
namespace {

TEST(Decision, OfARowWithNanIsItsFirstNan) {
  const std::array row = {3.0, std::nan(""), 9.0, std::nan("")};
  EXPECT_EQ(argmax(std::span<const double>(row)), 1u);
}

TEST(Decision, OfEqualsIsTheFirst) {
  const std::array row = {1.0, 7.0, 7.0};
  EXPECT_EQ(argmax(std::span<const double>(row)), 1u);
}

// Ties, NaN and infinities in every place: six values, columns from one to more than a register.
template <class Real>
void expect_counted_as_decided() {
  constexpr Real kInf = std::numeric_limits<Real>::infinity();
  const std::array<Real, 6> values = {-kInf, -1,   0,
                                      1,     kInf, std::numeric_limits<Real>::quiet_NaN()};
  std::mt19937 generator(5);
  for (size_t columns : {1, 2, 3, 4, 7, 8, 9, 10, 15, 16, 17, 33, 100})
    for (unsigned kinds : {4u, 6u}) {  // without +inf and NaN, and with them
      constexpr size_t kRows = 200;
      std::vector<Real> logits(kRows * columns);
      for (Real& x : logits) x = values[generator() % kinds];
      std::vector<int32_t> labels(kRows);
      size_t expected = 0;
      for (size_t r = 0; r < kRows; ++r) {
        const size_t decided = argmax(std::span<const Real>(logits).subspan(r * columns, columns));
        labels[r] = static_cast<int32_t>(r % 2 == 0 ? decided : generator() % columns);
        expected += decided == static_cast<size_t>(labels[r]) ? 1 : 0;
      }
      EXPECT_EQ(count_decided(MatrixView<const Real>{logits.data(), kRows, columns}, labels),
                expected)
          << columns << " columns, " << kinds << " kinds of value";
    }
}

TEST(CountDecided, AgreesWithTheDecisionRowByRow) {
  expect_counted_as_decided<float>();
  expect_counted_as_decided<double>();
}

}  // namespace
}  // namespace logitbench
