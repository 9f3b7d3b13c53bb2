#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() { return make_loss("softmax_log_nll"); }

// Row loss and gradient of two columns, 0 and -gap.
LossResult<float> at_gap(float gap, int32_t target, float upstream) {
  const std::vector<float> logits = {0, -gap};
  const std::vector<int32_t> classes = {target};
  Serial serial;
  return evaluate<float>(*make(), {logits.data(), 1, 2}, {classes, {}}, upstream, serial);
}

// FINDINGS of notebook 004; the whole range is compared with PyTorch in losses_torch_test.cpp.
TEST(SoftmaxLogNll, OtherColumnBreaksTheGradientOfAPerfectRow) {
  const auto denormal = at_gap(103, 0, 1.0f / 256);
  EXPECT_EQ(denormal.row_loss[0], 0);
  EXPECT_TRUE(std::isfinite(denormal.d_logits[0]) && std::isfinite(denormal.d_logits[1]));
  const auto zero = at_gap(104, 0, 1.0f / 256);
  EXPECT_EQ(zero.row_loss[0], 0);
  EXPECT_TRUE(std::isnan(zero.d_logits[0]) && std::isnan(zero.d_logits[1]));
}

TEST(SoftmaxLogNll, TargetColumnGivesAnInfiniteLossAndNan) {
  const auto result = at_gap(104, 1, 1.0f / 256);
  EXPECT_EQ(result.row_loss[0], std::numeric_limits<float>::infinity());
  EXPECT_TRUE(std::isnan(result.d_logits[0]) && std::isnan(result.d_logits[1]));
}

// 1/s overflows while s is still a denormal number; 1/256 is multiplied in before, so it comes
// later.
TEST(SoftmaxLogNll, UpstreamMovesTheOnset) {
  EXPECT_TRUE(std::isfinite(at_gap(88.5f, 1, 1).d_logits[1]));
  EXPECT_TRUE(std::isnan(at_gap(89, 1, 1).d_logits[1]));
  EXPECT_TRUE(std::isfinite(at_gap(89, 1, 1.0f / 256).d_logits[1]));
  EXPECT_TRUE(std::isfinite(at_gap(94, 1, 1.0f / 256).d_logits[1]));
  EXPECT_TRUE(std::isnan(at_gap(94.5f, 1, 1.0f / 256).d_logits[1]));
}

TEST(SoftmaxLogNll, ComputesInFloatForDoubleLogitsToo) {
  const auto loss = make();
  Serial serial;
  for (const double scale : {1.0, 60.0, 200.0}) {
    const LossCase sample = random_case(*loss, 3, 64, scale);
    const std::vector<float> logits = to_float(sample.logits);
    const auto wide = evaluate(*loss, sample.view(), sample.targets(), 0.1, serial);
    const auto narrow =
        evaluate<float>(*loss, {logits.data(), 64, 3}, sample.targets(), 0.1f, serial);
    for (size_t r = 0; r < 64; ++r)
      EXPECT_TRUE(wide.row_loss[r] == narrow.row_loss[r] || std::isnan(narrow.row_loss[r]));
    for (size_t i = 0; i < narrow.d_logits.size(); ++i)
      if (std::isnan(narrow.d_logits[i]))
        EXPECT_TRUE(std::isnan(wide.d_logits[i])) << i;
      else
        EXPECT_EQ(wide.d_logits[i], narrow.d_logits[i]) << i;
  }
}

TEST(SoftmaxLogNll, IsTheCrossEntropyWhereNothingUnderflows) {
  const auto stable = make_loss("cross_entropy");
  const LossCase sample = random_case(*make(), 10, 64, 10);
  Serial serial;
  const auto a = evaluate(*stable, sample.view(), sample.targets(), 1.0, serial);
  const auto b = evaluate(*make(), sample.view(), sample.targets(), 1.0, serial);
  // In float32: x - max and the loss, both below 32, are each rounded by up to 2^-20; the roundings
  // of exp, of the quotient and of log are smaller. The gradient has the first of them, times s
  // <= 1.
  for (size_t r = 0; r < 64; ++r) EXPECT_NEAR(a.row_loss[r], b.row_loss[r], 3 * 0x1p-20);
  for (size_t i = 0; i < a.d_logits.size(); ++i)
    EXPECT_NEAR(a.d_logits[i], b.d_logits[i], 2 * 0x1p-20);
}

}  // namespace
}  // namespace logitbench::testing
