#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() { return make_loss("log_softmax_nll"); }

// The log-probability is a difference of numbers as large as the logits, so it has their absolute
// precision: three roundings of at most 2 · scale.
TEST(LogSoftmaxNll, FloatHasTheAbsolutePrecisionOfTheLogits) {
  const auto loss = make();
  for (const double scale : {0.0, 1.0, 10.0, 1e4})
    EXPECT_EQ(precision_mismatch(*loss, 10, scale, 1e-6, 3 * 0x1p-24 * (2 * scale + 1)), "")
        << scale;
}

TEST(LogSoftmaxNll, AgreesWithTheFusedLoss) {
  const auto fused = make_loss("cross_entropy");
  const auto loss = make();
  const LossCase sample = random_case(*loss, 10, 32, 10);
  Serial serial;
  const auto a = evaluate(*fused, sample.view(), sample.targets(), 1.0, serial);
  const auto b = evaluate(*loss, sample.view(), sample.targets(), 1.0, serial);
  // The same number by another way; off by the roundings of logits up to 10, some 2^-50.
  for (size_t r = 0; r < sample.rows; ++r) EXPECT_NEAR(a.row_loss[r], b.row_loss[r], 1e-14);
  for (size_t i = 0; i < a.d_logits.size(); ++i) EXPECT_NEAR(a.d_logits[i], b.d_logits[i], 1e-14);
}

}  // namespace
}  // namespace logitbench::testing
