#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() { return make_loss("clipped_softmax_nll"); }

// Differences of logits up to 12: every probability is within the clip, the loss is smooth.
TEST(ClippedSoftmaxNll, GradientIsTheDerivativeWithinTheClip) {
  const auto loss = make();
  for (const size_t classes : {2, 3, 10})
    for (const double scale : {0.0, 1.0, 6.0}) {
      const LossCase sample = random_case(*loss, classes, 24, scale);
      EXPECT_EQ(gradient_mismatch(*loss, sample.view(), sample.targets()), "") << scale;
    }
}

TEST(ClippedSoftmaxNll, IsDeadWhereItIsWrongWithConfidence) {
  const auto loss = make();
  Serial serial;
  const std::vector<int32_t> classes = {1};
  const std::vector<double> alive = {0, -16.1}, dead = {0, -16.2};  // log(1e-7) is -16.118
  const auto before = evaluate<double>(*loss, {alive.data(), 1, 2}, {classes, {}}, 1, serial);
  EXPECT_NEAR(before.row_loss[0], 16.1, 1.1e-7);  // log1p(exp(-16.1)) above the gap
  EXPECT_NEAR(before.d_logits[1], -1, 1.1e-7);
  const auto after = evaluate<double>(*loss, {dead.data(), 1, 2}, {classes, {}}, 1, serial);
  EXPECT_DOUBLE_EQ(after.row_loss[0], 16.11809565095832);  // notebook 001
  EXPECT_EQ(after.d_logits[0], 0);
  EXPECT_EQ(after.d_logits[1], 0);
}

TEST(ClippedSoftmaxNll, IsDeadWhereItIsRightWithConfidenceToo) {
  const std::vector<int32_t> classes = {0};
  const std::vector<double> logits = {0, -20};
  Serial serial;
  const auto result = evaluate<double>(*make(), {logits.data(), 1, 2}, {classes, {}}, 1, serial);
  EXPECT_DOUBLE_EQ(result.row_loss[0], 1.0000000494736474e-07);  // notebook 001
  EXPECT_EQ(result.d_logits[0], 0);
  EXPECT_EQ(result.d_logits[1], 0);
}

}  // namespace
}  // namespace logitbench::testing
