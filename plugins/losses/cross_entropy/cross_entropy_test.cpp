#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include <numeric>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() { return make_loss("cross_entropy"); }

// float differs from double by the rounding of exp and of x - max, half an ulp of a difference that
// is below 20 where the loss is above 1e-8: 1e-6 relative. Below that the loss is nothing to
// anybody.
TEST(CrossEntropy, FloatKeepsTheDigitsOfTheLoss) {
  const auto loss = make();
  for (const size_t classes : {2, 10, 1000})
    for (const double scale : {0.0, 1.0, 10.0, 1e4})
      EXPECT_EQ(precision_mismatch(*loss, classes, scale, 1e-6, 1e-8), "")
          << classes << ' ' << scale;
}

// log(1 + e^-30) is 0 where 1 + e^-30 is rounded first.
TEST(CrossEntropy, ConfidentRowIsNotZero) {
  const std::vector<float> logits = {30, 0};
  const std::vector<int32_t> classes = {0};
  Serial serial;
  const auto result = evaluate<float>(*make(), {logits.data(), 1, 2}, {classes, {}}, 1, serial);
  EXPECT_FLOAT_EQ(result.row_loss[0], 9.3576230e-14f);
  EXPECT_FLOAT_EQ(result.d_logits[0], -9.3576230e-14f);
  EXPECT_FLOAT_EQ(result.d_logits[1], 9.3576230e-14f);
}

TEST(CrossEntropy, EqualLogitsGiveTheLogarithmOfTheClasses) {
  const std::vector<double> logits(10, 7.5);
  const std::vector<int32_t> classes = {3};
  Serial serial;
  const auto result = evaluate<double>(*make(), {logits.data(), 1, 10}, {classes, {}}, 1, serial);
  EXPECT_DOUBLE_EQ(result.row_loss[0], std::log(10.0));
  EXPECT_DOUBLE_EQ(result.d_logits[3], -0.9);
  EXPECT_DOUBLE_EQ(result.d_logits[4], 0.1);
}

TEST(CrossEntropy, SameForShiftedLogits) {
  const auto loss = make();
  const LossCase sample = random_case(*loss, 5, 16, 4);
  LossCase shifted = sample;
  for (double& logit : shifted.logits) logit += 1024;
  Serial serial;
  const auto a = evaluate(*loss, sample.view(), sample.targets(), 1.0, serial);
  const auto b = evaluate(*loss, shifted.view(), shifted.targets(), 1.0, serial);
  // The logits have float's digits, so the shift rounds nothing and max is subtracted exactly.
  EXPECT_TRUE(same_bits(a.row_loss, b.row_loss));
  EXPECT_TRUE(same_bits(a.d_logits, b.d_logits));
}

TEST(CrossEntropy, FollowsAPermutationOfTheClasses) {
  const auto loss = make();
  const LossCase sample = random_case(*loss, 5, 16, 4);
  LossCase reversed = sample;
  for (size_t r = 0; r < sample.rows; ++r) {
    for (size_t k = 0; k < 5; ++k) reversed.logits[r * 5 + k] = sample.logits[r * 5 + 4 - k];
    reversed.classes[r] = 4 - sample.classes[r];
  }
  Serial serial;
  const auto a = evaluate(*loss, sample.view(), sample.targets(), 1.0, serial);
  const auto b = evaluate(*loss, reversed.view(), reversed.targets(), 1.0, serial);
  for (size_t r = 0; r < sample.rows; ++r) {
    EXPECT_DOUBLE_EQ(a.row_loss[r], b.row_loss[r]);
    // Another order of five additions: a few ulps of terms of at most 1.
    for (size_t k = 0; k < 5; ++k)
      EXPECT_NEAR(a.d_logits[r * 5 + k], b.d_logits[r * 5 + 4 - k], 1e-15);
  }
}

TEST(CrossEntropy, GradientOfARowSumsToZero) {
  const auto loss = make();
  const LossCase sample = random_case(*loss, 10, 32, 20);
  Serial serial;
  const auto result = evaluate(*loss, sample.view(), sample.targets(), 1.0, serial);
  for (size_t r = 0; r < sample.rows; ++r) {
    const double* row = &result.d_logits[r * 10];
    EXPECT_NEAR(std::accumulate(row, row + 10, 0.0), 0, 1e-15);  // ten terms of at most 1, rounded
  }
}

}  // namespace
}  // namespace logitbench::testing
