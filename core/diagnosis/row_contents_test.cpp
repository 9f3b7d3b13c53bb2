#include "core/diagnosis/row_contents.h"

#include <gtest/gtest.h>

#include <set>

namespace logitbench {
namespace {

Features bytes(size_t rows, size_t columns, std::vector<uint8_t> values) {
  return {{1, 1, columns}, rows, std::move(values), 255.0};
}

TEST(RowContents, EqualRowsAloneHaveEqualHashes) {
  // Rows that differ in the first byte, in the last one behind a whole word, or by a shift.
  const Features rows = bytes(5, 9, {1, 2, 3, 4, 5, 6, 7, 8, 9,  //
                                     2, 2, 3, 4, 5, 6, 7, 8, 9,  //
                                     1, 2, 3, 4, 5, 6, 7, 8, 0,  //
                                     0, 1, 2, 3, 4, 5, 6, 7, 8,  //
                                     1, 2, 3, 4, 5, 6, 7, 8, 9});
  const std::vector<uint64_t> hashes = row_hashes(rows);
  EXPECT_EQ(hashes[0], hashes[4]);
  EXPECT_EQ(std::set<uint64_t>(hashes.begin(), hashes.end()).size(), 4U);
}

TEST(RowContents, HashesOfManyRowsDoNotCollide) {
  std::vector<float> values;
  for (int i = 0; i < 100'000; ++i) values.push_back(static_cast<float>(i));
  const Features rows{{1, 1, 1}, values.size(), values, 1.0};
  const std::vector<uint64_t> hashes = row_hashes(rows);
  EXPECT_EQ(std::set<uint64_t>(hashes.begin(), hashes.end()).size(), values.size());
}

TEST(RowContents, CountsFeaturesThatNeverChange) {
  EXPECT_EQ(constant_features(bytes(3, 3, {7, 1, 0, 7, 2, 0, 7, 1, 0})), 2U);
  EXPECT_EQ(constant_features(bytes(1, 2, {1, 2})), 2U);
}

}  // namespace
}  // namespace logitbench
