#include <gtest/gtest.h>

#include <logitbench_testing/loss_conformance.h>

#include "core/plugin/plugin_host.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  return host.loss("log_softmax_nll")->create({});
}

// Uniform logits of ± scale: where a loss is large and flat, and where it is small and steep.
constexpr double kScales[] = {0, 1, 10, 100, 1e4};

TEST(LogSoftmaxNll, GradientIsTheDerivative) {
  const auto loss = make();
  for (const size_t classes : {2, 3, 10})
    for (const double scale : kScales) {
      const LossCase sample = random_case(*loss, classes, 24, scale);
      EXPECT_EQ(gradient_mismatch(*loss, sample.view(), sample.targets()), "") << scale;
      EXPECT_EQ(gradient_mismatch(*loss, sample.view(), sample.targets(), {.upstream = -1.0 / 24}),
                "")
          << scale;
    }
}

TEST(LogSoftmaxNll, FiniteAtEveryScale) {
  const auto loss = make();
  for (const double scale : kScales) EXPECT_EQ(nonfinite_at(*loss, 2, scale), "") << scale;
  for (const double scale : kScales) EXPECT_EQ(nonfinite_at(*loss, 10, scale), "") << scale;
}

TEST(LogSoftmaxNll, RowsStandAlone) {
  EXPECT_EQ(chunking_mismatch(*make(), 2), "");
  EXPECT_EQ(chunking_mismatch(*make(), 10), "");
}

TEST(LogSoftmaxNll, GradientIsLinearInUpstream) { EXPECT_EQ(upstream_mismatch(*make(), 2), ""); }

// The log-probability is a difference of numbers as large as the logits, so it has their absolute
// precision: three roundings of at most 2 · scale.
TEST(LogSoftmaxNll, FloatHasTheAbsolutePrecisionOfTheLogits) {
  const auto loss = make();
  for (const double scale : {0.0, 1.0, 10.0, 1e4})
    EXPECT_EQ(precision_mismatch(*loss, 10, scale, 1e-6, 3 * 0x1p-24 * (2 * scale + 1)), "")
        << scale;
}

TEST(LogSoftmaxNll, AgreesWithTheFusedLoss) {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const auto fused = host.loss("cross_entropy")->create({});
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
