#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() { return make_loss("mnist_loss"); }

TEST(MnistLoss, IsTheDistanceOfTheSigmoidFromTheLabel) {
  const std::vector<double> logits = {std::log(3.0), std::log(3.0), 40, -40};
  const std::vector<int32_t> classes = {1, 0, 1, 0};
  Serial serial;
  const auto result = evaluate<double>(*make(), {logits.data(), 4, 1}, {classes, {}}, 1, serial);
  EXPECT_DOUBLE_EQ(result.row_loss[0], 0.25);
  EXPECT_DOUBLE_EQ(result.row_loss[1], 0.75);
  EXPECT_DOUBLE_EQ(result.d_logits[0], -0.1875);
  EXPECT_DOUBLE_EQ(result.d_logits[1], 0.1875);
  // 1 - sigmoid(40) rounds to 0 where it is taken literally.
  EXPECT_DOUBLE_EQ(result.row_loss[2], 4.248354255291589e-18);
  EXPECT_DOUBLE_EQ(result.row_loss[3], result.row_loss[2]);
}

}  // namespace
}  // namespace logitbench::testing
