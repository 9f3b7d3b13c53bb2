#include "core/analysis/statistics/quantile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace logitbench {
namespace {

double sorted_quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const double place = share * static_cast<double>(values.size() - 1);
  const auto k = static_cast<size_t>(std::floor(place));
  if (k + 1 == values.size()) return values[k];
  return values[k] + (values[k + 1] - values[k]) * (place - static_cast<double>(k));
}

void expect_as_sorted(const std::vector<double>& values) {
  for (const double share : {0.0, 1e-4, 0.025, 0.23, 0.5, 0.77, 0.975, 0.9999, 1.0})
    EXPECT_EQ(quantile_of(values, share), sorted_quantile(values, share))
        << share << " of " << values.size();
}

TEST(Quantile, IsTheOneOfTheValuesInOrder) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  for (const size_t n : {1, 2, 3, 10, 1023, 1024, 1025, 10000}) {
    std::vector<double> values(n);
    for (double& value : values) value = normal(random);
    expect_as_sorted(values);
  }
}

// Orders in which a sample of every n-th value misleads, and values of which many are equal.
TEST(Quantile, DoesNotDependOnTheOrderOfTheValues) {
  std::vector<double> rising(10000), waves(10000), few(10000), one_off(10000, 0.5);
  for (size_t i = 0; i < rising.size(); ++i) {
    rising[i] = static_cast<double>(i);
    waves[i] = i % 39 == 0 ? 1e9 : static_cast<double>(i % 39);  // the sample sees one value alone
    few[i] = static_cast<double>(i * 7919 % 3);
  }
  one_off[77] = -1;
  for (const auto& values : {rising, waves, few, one_off}) expect_as_sorted(values);
}

}  // namespace
}  // namespace logitbench
