#include "core/sweep/draws.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace logitbench {
namespace {

TEST(Draws, stay_within_their_bounds_and_reach_both_ends_of_integers) {
  const Draws draws(3, "train.batch_size");
  DrawRange whole{Distribution::integer, 0, 0, -2, 2};
  DrawRange decades{Distribution::log_uniform, 1e-4, 1.0, 0, 0};
  std::set<std::string> seen;
  size_t small = 0;
  for (uint64_t i = 0; i < 1000; ++i) {
    seen.insert(draws.number(i, whole));
    const double value = std::stod(draws.number(i, decades));
    EXPECT_GE(value, 1e-4);
    EXPECT_LE(value, 1.0);
    small += value < 1e-2;
  }
  EXPECT_EQ(seen, (std::set<std::string>{"-2", "-1", "0", "1", "2"}));
  EXPECT_NEAR(static_cast<double>(small), 500, 60) << "half of the decades";
}

TEST(Draws, are_uniform_over_choices) {
  const Draws draws(0, "loss");
  std::vector<double> counts(3);
  for (uint64_t i = 0; i < 3000; ++i) ++counts.at(draws.index(i, 3));
  for (const double count : counts) EXPECT_NEAR(count, 1000, 90);
}

TEST(Draws, depend_on_seed_key_and_index_alone) {
  const DrawRange range{Distribution::uniform, 0, 1, 0, 0};
  const auto number = [&](uint64_t seed, const char* key, uint64_t draw) {
    return Draws(seed, key).number(draw, range);
  };
  EXPECT_EQ(number(1, "a", 5), number(1, "a", 5));
  EXPECT_NE(number(1, "a", 5), number(2, "a", 5));
  EXPECT_NE(number(1, "a", 5), number(1, "b", 5));
  EXPECT_NE(number(1, "a", 5), number(1, "a", 6));
}

TEST(Draws, have_six_digits_and_more_where_the_range_is_narrow) {
  const Draws draws(0, "x");
  for (uint64_t i = 0; i < 100; ++i) {
    EXPECT_LE(draws.number(i, {Distribution::uniform, 1, 2, 0, 0}).size(), 7u);
    const double narrow = std::stod(draws.number(i, {Distribution::uniform, 1, 1 + 1e-9, 0, 0}));
    EXPECT_GE(narrow, 1);
    EXPECT_LE(narrow, 1 + 1e-9);
  }
  std::set<std::string> different;
  for (uint64_t i = 0; i < 100; ++i)
    different.insert(draws.number(i, {Distribution::uniform, 1, 1 + 1e-9, 0, 0}));
  EXPECT_GT(different.size(), 90u);
}

TEST(Draws, take_the_whole_of_64_bits) {
  const DrawRange all{Distribution::integer, 0, 0, INT64_MIN, INT64_MAX};
  EXPECT_NE(Draws(0, "x").number(0, all), Draws(0, "x").number(1, all));
  const DrawRange huge{Distribution::uniform, -1.7e308, 1.7e308, 0, 0};
  for (uint64_t i = 0; i < 100; ++i)
    EXPECT_TRUE(std::isfinite(std::stod(Draws(0, "x").number(i, huge))));
}

}  // namespace
}  // namespace logitbench
