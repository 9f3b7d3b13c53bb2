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

}  // namespace
}  // namespace logitbench::testing
