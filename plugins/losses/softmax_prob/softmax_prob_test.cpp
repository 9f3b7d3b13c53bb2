#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() { return make_loss("softmax_prob"); }

// exp of a float difference x - max that is off by half an ulp: at 20 below, where p is 1e-9, 1e-6.
TEST(SoftmaxProb, FloatKeepsTheDigits) {
  const auto loss = make();
  for (const double scale : {0.0, 1.0, 10.0, 1e4})
    EXPECT_EQ(precision_mismatch(*loss, 10, scale, 1e-6, 1e-9), "") << scale;
}

TEST(SoftmaxProb, IsTheProbabilityOfTheTarget) {
  const std::vector<double> logits = {std::log(7.0), 0, std::log(2.0)};
  Serial serial;
  const double expected[] = {0.7, 0.1, 0.2};
  for (int32_t target = 0; target < 3; ++target) {
    const std::vector<int32_t> classes = {target};
    const auto result = evaluate<double>(*make(), {logits.data(), 1, 3}, {classes, {}}, 1, serial);
    EXPECT_DOUBLE_EQ(result.row_loss[0], expected[target]);
    // To be minimized: down the gradient the target's logit falls.
    EXPECT_GT(result.d_logits[static_cast<size_t>(target)], 0);
  }
}

// 1 - p rounds to 0 where it is taken literally.
TEST(SoftmaxProb, ConfidentRowHasAGradient) {
  const std::vector<double> logits = {40, 0};
  const std::vector<int32_t> classes = {0};
  Serial serial;
  const auto result = evaluate<double>(*make(), {logits.data(), 1, 2}, {classes, {}}, 1, serial);
  EXPECT_DOUBLE_EQ(result.d_logits[0], 4.248354255291589e-18);
  EXPECT_DOUBLE_EQ(result.d_logits[1], -4.248354255291589e-18);
}

TEST(SoftmaxProb, OneHotWeightsAreTheClassIndex) {
  const LossCase sample = random_case(*make(), 5, 16, 3.0);
  std::vector<double> one_hot(sample.rows * 5, 0.0);
  for (size_t r = 0; r < sample.rows; ++r)
    one_hot[r * 5 + static_cast<size_t>(sample.classes[r])] = 1;
  Serial serial;
  const auto index = evaluate<double>(*make(), sample.view(), sample.targets(), 0.5, serial);
  const auto weights =
      evaluate<double>(*make(), sample.view(), {{}, {one_hot.data(), sample.rows, 5}}, 0.5, serial);
  for (size_t r = 0; r < sample.rows; ++r)
    EXPECT_DOUBLE_EQ(weights.row_loss[r], index.row_loss[r]) << r;
  // 1 - p is taken another way round: apart by roundings of numbers below 1.
  for (size_t i = 0; i < one_hot.size(); ++i)
    EXPECT_NEAR(weights.d_logits[i], index.d_logits[i], 4e-16) << i;
}

TEST(SoftmaxProb, WeightsOfOneGiveTheSumOfTheProbabilities) {
  const LossCase sample = random_case(*make(), 10, 16, 20.0);
  const std::vector<double> ones(sample.rows * 10, 1.0);
  Serial serial;
  const auto result =
      evaluate<double>(*make(), sample.view(), {{}, {ones.data(), sample.rows, 10}}, 1, serial);
  for (const double sum : result.row_loss) EXPECT_NEAR(sum, 1, 1e-15);  // ten terms, each rounded
  for (const double d : result.d_logits) EXPECT_NEAR(d, 0, 1e-15);
}

TEST(SoftmaxProb, GradientOfWeightsIsTheDerivative) {
  const LossCase sample = random_case(*make(), 4, 6, 2.0);
  std::vector<double> weights;
  for (size_t i = 0; i < sample.logits.size(); ++i)
    weights.push_back(0.25 * static_cast<double>(i % 4));
  EXPECT_EQ(gradient_mismatch(*make(), sample.view(), {{}, {weights.data(), sample.rows, 4}}), "");
}

}  // namespace
}  // namespace logitbench::testing
