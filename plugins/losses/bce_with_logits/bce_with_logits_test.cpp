#include <gtest/gtest.h>

#include <logitbench/error.h>
#include <logitbench_testing/loss_conformance.h>

#include "core/plugin/plugin_host.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  return host.loss("bce_with_logits")->create({});
}

// Uniform logits of ± scale: where a loss is large and flat, and where it is small and steep.
constexpr double kScales[] = {0, 1, 10, 100, 1e4};

TEST(BceWithLogits, GradientIsTheDerivative) {
  const auto loss = make();
  for (const size_t classes : {2})
    for (const double scale : kScales) {
      const LossCase sample = random_case(*loss, classes, 24, scale);
      EXPECT_EQ(gradient_mismatch(*loss, sample.view(), sample.targets()), "") << scale;
      EXPECT_EQ(gradient_mismatch(*loss, sample.view(), sample.targets(), {.upstream = -1.0 / 24}),
                "")
          << scale;
    }
}

TEST(BceWithLogits, FiniteAtEveryScale) {
  const auto loss = make();
  for (const double scale : kScales) EXPECT_EQ(nonfinite_at(*loss, 2, scale), "") << scale;
}

TEST(BceWithLogits, RowsStandAlone) { EXPECT_EQ(chunking_mismatch(*make(), 2), ""); }

TEST(BceWithLogits, GradientIsLinearInUpstream) { EXPECT_EQ(upstream_mismatch(*make(), 2), ""); }

TEST(BceWithLogits, TakesTwoClassesInOneColumn) {
  const auto loss = make();
  EXPECT_EQ(loss->columns(2), 1u);
  EXPECT_EQ(loss->decision(), Decision::sigmoid);
  EXPECT_EQ(loss->input(), LossInput::logits);
  for (const size_t classes : {0, 1, 3, 10}) try {
      loss->columns(classes);
      ADD_FAILURE() << classes << " classes were accepted";
    } catch (const ConfigError& error) {
      EXPECT_NE(std::string(error.what()).find("has " + std::to_string(classes) + " classes"),
                std::string::npos)
          << error.what();
    }
}

// exp and log1p, each rounded once: a few times 2^-24. The absolute part is float's smallest normal
// number: exp(-100) is below it.
TEST(BceWithLogits, FloatKeepsTheDigits) {
  const auto loss = make();
  for (const double scale : {0.0, 1.0, 10.0, 100.0, 1e4})
    EXPECT_EQ(precision_mismatch(*loss, 2, scale, 4e-7, 1.2e-38), "") << scale;
}

// One column x is two columns 0, x: the sigmoid is their softmax.
TEST(BceWithLogits, IsTheCrossEntropyOfTwoColumns) {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const auto two_columns = host.loss("cross_entropy")->create({});
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
