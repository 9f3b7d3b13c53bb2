#include "core/data/content_hash.h"

#include <gtest/gtest.h>

#include <set>

namespace logitbench {
namespace {

Split example() {
  Split split;
  split.features = {{1, 2, 3}, 1, std::vector<uint8_t>{1, 2, 3, 4, 5, 6}, 255.0};
  split.targets.classes = {1};
  return split;
}

TEST(ContentHash, IsTheSameForTheSameContent) {
  EXPECT_EQ(content_hash(example()), content_hash(example()));
  EXPECT_EQ(content_hash(example()).size(), 64u);
}

TEST(ContentHash, ChangesWithEachPart) {
  std::set<std::string> hashes{content_hash(example())};
  const auto change = [&](auto&& edit) {
    Split split = example();
    edit(split);
    hashes.insert(content_hash(split));
  };
  change([](Split& s) { s.features.shape = {1, 3, 2}; });
  change([](Split& s) { s.features.divisor = 1; });
  change([](Split& s) { s.features.values = std::vector<uint8_t>{1, 2, 3, 4, 5, 7}; });
  change([](Split& s) { s.features.values = std::vector<float>{1, 2, 3, 4, 5, 6}; });
  change([](Split& s) { s.features.values = std::vector<double>{1, 2, 3, 4, 5, 6}; });
  change([](Split& s) { s.targets.classes = {0}; });
  change([](Split& s) { s.targets.classes = {1, 1}; });
  change([](Split& s) { s.targets.weights = {1}; });
  EXPECT_EQ(hashes.size(), 9u);
}

}  // namespace
}  // namespace logitbench
