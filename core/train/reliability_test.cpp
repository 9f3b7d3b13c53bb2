#include "core/train/reliability.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace logitbench {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double error_of(const std::vector<DecidedRow>& rows) {
  ReliabilityBins bins;
  for (const DecidedRow& row : rows) bins.add(row.confidence, row.right > 0);
  return bins.calibration_error();
}

double adaptive_error_of(std::vector<DecidedRow> rows) { return adaptive_calibration_error(rows); }

// `rows` of one confidence, of which the first `right` are right.
void add_rows(std::vector<DecidedRow>& to, double confidence, size_t rows, size_t right) {
  for (size_t r = 0; r < rows; ++r) to.push_back({confidence, r < right ? 1.0 : 0.0});
}

std::vector<DecidedRow> random_rows(size_t count, uint32_t seed) {
  std::mt19937 generator(seed);
  std::vector<DecidedRow> rows;
  for (size_t r = 0; r < count; ++r)
    rows.push_back(
        {static_cast<double>(generator() % 1000 + 1) / 1000, static_cast<double>(generator() % 2)});
  return rows;
}

TEST(Reliability, the_error_of_perfect_calibration_is_zero) {
  std::vector<DecidedRow> rows;
  for (size_t percent = 1; percent <= 100; ++percent)
    add_rows(rows, static_cast<double>(percent) / 100, 100, percent);
  // Sums of 100 numbers below 700, each rounded to half a unit in the last place of the sum.
  constexpr double kRounding = 1e-11;
  EXPECT_NEAR(error_of(rows), 0, kRounding);
  EXPECT_NEAR(adaptive_error_of(rows), 0, kRounding);
}

TEST(Reliability, the_error_of_one_confidence_is_its_distance_from_the_accuracy) {
  std::vector<DecidedRow> rows;
  add_rows(rows, 0.75, 64, 16);  // numbers that a double holds exactly
  EXPECT_EQ(error_of(rows), 0.5);
  EXPECT_EQ(adaptive_error_of(rows), 0.5);
  // What is right and what is wrong at one confidence is not told apart by the order.
  rows.clear();
  add_rows(rows, 0.5, 64, 32);
  EXPECT_EQ(adaptive_error_of(rows), 0);
}

TEST(Reliability, the_error_lies_between_zero_and_one_and_knows_no_order) {
  std::mt19937 generator(7);
  for (size_t count : {1, 2, 14, 15, 16, 29, 500})
    for (uint32_t seed = 0; seed < 20; ++seed) {
      std::vector<DecidedRow> rows = random_rows(count, seed);
      const double width = error_of(rows), numbers = adaptive_error_of(rows);
      EXPECT_GE(width, 0);
      EXPECT_GE(numbers, 0);
      EXPECT_LE(width, 1);
      EXPECT_LE(numbers, 1);
      std::shuffle(rows.begin(), rows.end(), generator);
      // Bins of equal width sum in the order of the rows: 500 roundings of sums below 500.
      EXPECT_NEAR(error_of(rows), width, 1e-13);
      EXPECT_EQ(adaptive_error_of(rows), numbers);
    }
}

TEST(Reliability, a_bin_holds_its_upper_end) {
  const auto bin_of = [](double confidence) {
    ReliabilityBins bins;
    bins.add(confidence, true);
    size_t b = 0;
    while (bins.bins()[b].rows == 0) ++b;
    return b;
  };
  for (size_t b = 0; b < kReliabilityBins; ++b) {
    const double end = static_cast<double>(b + 1) / kReliabilityBins;
    EXPECT_EQ(bin_of(end), b);
    EXPECT_EQ(bin_of(std::nextafter(end, 0.0)), b);
    EXPECT_EQ(bin_of(std::nextafter(end, 2.0)), std::min(b + 1, kReliabilityBins - 1));
  }
  EXPECT_EQ(bin_of(0), 0U);
  EXPECT_EQ(bin_of(-3), 0U);
  EXPECT_EQ(bin_of(17), kReliabilityBins - 1);
  EXPECT_EQ(bin_of(std::numeric_limits<double>::infinity()), kReliabilityBins - 1);
}

TEST(Reliability, without_a_row_or_with_a_nan_there_is_no_error) {
  EXPECT_TRUE(std::isnan(error_of({})));
  EXPECT_TRUE(std::isnan(adaptive_error_of({})));
  const std::vector<DecidedRow> rows{{0.5, 1}, {kNan, 0}, {0.75, 1}};
  EXPECT_TRUE(std::isnan(error_of(rows)));
  EXPECT_TRUE(std::isnan(adaptive_error_of(rows)));
}

}  // namespace
}  // namespace logitbench
