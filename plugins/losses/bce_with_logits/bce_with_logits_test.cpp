#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() { return make_loss("bce_with_logits"); }

// One column x is two columns 0, x: the sigmoid is their softmax.
TEST(BceWithLogits, IsTheCrossEntropyOfTwoColumns) {
  const auto two_columns = make_loss("cross_entropy");
  const LossCase sample = random_case(*make(), 2, 64, 30);
  std::vector<double> wide;
  for (const double x : sample.logits) wide.insert(wide.end(), {0.0, x});
  Serial serial;
  const auto a = evaluate(*make(), sample.view(), sample.targets(), 1.0, serial);
  const auto b = evaluate<double>(*two_columns, {wide.data(), 64, 2}, sample.targets(), 1, serial);
  for (size_t r = 0; r < 64; ++r) {
    EXPECT_DOUBLE_EQ(a.row_loss[r], b.row_loss[r]);
    EXPECT_DOUBLE_EQ(a.d_logits[r], b.d_logits[2 * r + 1]);
  }
}

}  // namespace
}  // namespace logitbench::testing
