#include "core/analysis/statistics/many_tests.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "core/analysis/statistics/holm.h"
#include "core/analysis/statistics/t_tests.h"

namespace logitbench {
namespace {

// Tests of several kinds, in parts; and all their p in one list.
struct Tests {
  struct Part {
    std::map<size_t, std::vector<double>> t_sizes;
    std::vector<double> p;
  };
  std::vector<Part> parts{7};
  std::vector<double> all;

  void add_t(size_t degrees, double size) {
    parts[all.size() % parts.size()].t_sizes[degrees].push_back(size);
    all.push_back(two_sided_p(size, static_cast<double>(degrees)));
  }
  void add_p(double p) {
    parts[all.size() % parts.size()].p.push_back(p);
    all.push_back(p);
  }
  std::vector<double> corrected(const std::vector<double>& asked) const {
    return holm_corrected_among(asked, parts.size(), [&](size_t part, TestSink& sink) {
      for (const auto& [degrees, sizes] : parts[part].t_sizes) sink.add_t(degrees, sizes);
      sink.add_p(parts[part].p);
    });
  }
  // To the last bit, of every `step`-th test.
  void expect_as_sorted(size_t step) const {
    const std::vector<double> expected = holm_corrected(all);
    std::vector<double> asked;
    for (size_t i = 0; i < all.size(); i += step) asked.push_back(all[i]);
    const std::vector<double> found = corrected(asked);
    ASSERT_EQ(found.size(), asked.size());
    for (size_t i = 0; i < asked.size(); ++i)
      EXPECT_EQ(found[i], expected[i * step]) << "p " << asked[i];
  }
};

// |t| around 0, or far from it, of one kind or of several, with p of others among them.
Tests random_tests(unsigned seed, size_t count, double effect, const std::vector<size_t>& kinds) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  Tests tests;
  for (size_t i = 0; i < count; ++i) {
    const size_t kind = kinds[random() % kinds.size()];
    const double size = std::abs(normal(random) * std::exp(effect * normal(random)));
    if (kind == 0)
      tests.add_p(two_sided_p(size, 6.5 + static_cast<double>(random() % 9)));
    else
      tests.add_t(kind, size);
  }
  return tests;
}

TEST(ManyTests, AreCorrectedAsIfAllWereSorted) {
  for (const size_t count : {1, 2, 17, 400, 5000})
    for (const double effect : {0.0, 1.0, 3.0, 8.0, 40.0})
      for (const auto& kinds : std::vector<std::vector<size_t>>{{4}, {0}, {4, 9, 99}, {0, 4, 5, 6}})
        for (const size_t step : {1, 10, 1000}) {
          SCOPED_TRACE(testing::Message() << count << " tests, effect " << effect << ", "
                                          << kinds.size() << " kinds, each " << step << "th asked");
          random_tests(static_cast<unsigned>(count), count, effect, kinds).expect_as_sorted(step);
        }
}

// (m - j) p falls where many p are nearly the same: the largest is then far before the p asked for.
TEST(ManyTests, AreCorrectedByASmallerPWhereItCountsForMore) {
  Tests tests;
  for (size_t i = 0; i < 900; ++i) tests.add_p(1e-5 * (1 + 1e-6 * static_cast<double>(i)));
  for (size_t i = 0; i < 100; ++i) tests.add_p(2e-5 + 1e-9 * static_cast<double>(i));
  tests.expect_as_sorted(1);
  tests.expect_as_sorted(999);
}

TEST(ManyTests, MayBeEqualOrInfinitelyFarOrNoDifferenceAtAll) {
  Tests tests;
  for (size_t i = 0; i < 50; ++i) {
    tests.add_t(4, std::numeric_limits<double>::infinity());
    tests.add_t(4, 0);
    tests.add_t(5, 31.25);
    tests.add_p(two_sided_p(31.25, 5));
    tests.add_p(5e-324);
    tests.add_p(0);
    tests.add_p(1);
  }
  tests.expect_as_sorted(1);
}

TEST(ManyTests, OfNoneNothingIsAsked) { EXPECT_TRUE(Tests().corrected({}).empty()); }

}  // namespace
}  // namespace logitbench
