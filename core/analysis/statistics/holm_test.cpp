#include "core/analysis/statistics/holm.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

using P = std::vector<double>;

TEST(Holm, MultipliesTheSmallestMost) {
  EXPECT_EQ(holm_corrected(P{0.25, 0.0625, 0.125}), (P{0.25, 0.1875, 0.25}));
}

TEST(Holm, KeepsTheOrderAndNeverPassesOne) {
  EXPECT_EQ(holm_corrected(P{0.5, 0.75, 0.5}), (P{1, 1, 1}));
  // The second, 2 * 0.125, is below the first, 3 * 0.109375, and takes its value.
  EXPECT_EQ(holm_corrected(P{0.125, 0.109375, 1}), (P{0.328125, 0.328125, 1}));
}

TEST(Holm, LeavesASingleOneAlone) {
  EXPECT_EQ(holm_corrected(P{0.03}), P{0.03});
  EXPECT_EQ(holm_corrected(P{}), P{});
}

TEST(Holm, OfCountedOnesIsThatOfAll) {
  const P all = {0.001, 0.25, 0.001, 0.0625, 0.25, 0.001, 1e-9, 0.0625, 0.002, 0};
  CountedP some, others;
  for (size_t i = 0; i < all.size(); ++i) (i < 4 ? some : others).add(all[i], 1);
  some.add(others);
  EXPECT_EQ(some.size(), all.size());
  EXPECT_EQ(holm_corrected_among(all, some), holm_corrected(all));
}

}  // namespace
}  // namespace logitbench
