#include <algorithm>
#include <array>
#include <cmath>

#include "plugins/datasets/testing/load_dataset.h"

namespace logitbench::testing {
namespace {

TEST(Spiral, HasAnArmPerClassWithRadiiFromZeroToOne) {
  const Dataset spiral = load_dataset("spiral", map_with({{"samples", 50}, {"classes", 4}}));
  EXPECT_EQ(spiral.classes, 4u);
  EXPECT_FALSE(spiral.test);
  EXPECT_EQ(spiral.train.features.rows, 200u);
  EXPECT_EQ(spiral.train.features.shape, (Shape{1, 1, 2}));
  EXPECT_EQ(spiral.train.features.divisor, 1.0);
  const auto& points = std::get<std::vector<float>>(spiral.train.features.values);
  ASSERT_EQ(points.size(), 400u);
  for (size_t row = 0; row < 200; ++row) {
    EXPECT_EQ(spiral.train.targets.classes[row], static_cast<int32_t>(row / 50));
    // sin² + cos² = 1 but for the rounding of both coordinates to float32 (6e-8 each).
    EXPECT_NEAR(std::hypot(double{points[2 * row]}, double{points[2 * row + 1]}),
                static_cast<double>(row % 50) / 49, 1.2e-7);
  }
}

TEST(Spiral, OnePointPerClassLiesAtTheOrigin) {
  const Dataset spiral = load_dataset("spiral", map_with({{"samples", 1}}));
  const auto& points = std::get<std::vector<float>>(spiral.train.features.values);
  for (float coordinate : points) EXPECT_EQ(coordinate, 0.0f);
}

TEST(Spiral, RefusesMoreRowsThanFitInMemory) {
  EXPECT_NE(
      error_of(ExitCode::bad_config,
               [] {
                 load_dataset("spiral", map_with({{"samples", 1'000'000}, {"classes", 1000}}));
               })
          .find("at most 10000000 rows"),
      std::string::npos);
}

// Notebook 001: spiral_data(100, 3), Dense(2, 3), ReLU, Dense(3, 3), softmax, seed 0, weights from
// the same stream as the data. Its numbers are float32: tolerances are an ulp of theirs.
TEST(Spiral, GivesTheNotebooksRowsAndLoss) {
  SeededStreams random(0);
  DatasetContext context{random, {}};
  const DatasetPlugin& plugin = dataset_plugin("spiral");
  const Dataset spiral = plugin.load(complete(plugin.schema, {}), context);
  std::array<double, 6> first;
  std::array<double, 9> second;
  random.stream(Generator::numpy).normal(first);
  random.stream(Generator::numpy).normal(second);

  constexpr double kPrinted[5][3] = {{0.33333334, 0.33333334, 0.33333334},
                                     {0.3333332, 0.3333332, 0.33333364},
                                     {0.3333329, 0.33333293, 0.3333342},
                                     {0.3333326, 0.33333263, 0.33333477},
                                     {0.33333233, 0.3333324, 0.33333528}};
  const auto& points = std::get<std::vector<float>>(spiral.train.features.values);
  double loss = 0;
  for (size_t row = 0; row < 300; ++row) {
    std::array<double, 3> hidden{}, exponential{};
    for (size_t j = 0; j < 3; ++j)
      hidden[j] =
          std::max(0.0, 0.01 * (points[2 * row] * first[j] + points[2 * row + 1] * first[3 + j]));
    double sum = 0;
    for (size_t k = 0; k < 3; ++k) {
      double logit = 0;
      for (size_t j = 0; j < 3; ++j) logit += hidden[j] * 0.01 * second[3 * j + k];
      sum += exponential[k] = std::exp(logit);
    }
    loss -= std::log(exponential[static_cast<size_t>(spiral.train.targets.classes[row])] / sum);
    for (size_t k = 0; row < 5 && k < 3; ++k)
      EXPECT_NEAR(exponential[k] / sum, kPrinted[row][k], 3e-8) << row << ", " << k;
  }
  EXPECT_NEAR(loss / 300, 1.0986104011535645, 1.2e-7);
}

}  // namespace
}  // namespace logitbench::testing
