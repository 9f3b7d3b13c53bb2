#include <gtest/gtest.h>

#include <logitbench/error.h>
#include <logitbench_testing/loss_conformance.h>

#include "core/plugin/plugin_host.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make() {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  return host.loss("mnist_loss")->create({});
}

// Uniform logits of ± scale: where a loss is large and flat, and where it is small and steep.
constexpr double kScales[] = {0, 1, 10, 100, 1e4};

TEST(MnistLoss, GradientIsTheDerivative) {
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

TEST(MnistLoss, FiniteAtEveryScale) {
  const auto loss = make();
  for (const double scale : kScales) EXPECT_EQ(nonfinite_at(*loss, 2, scale), "") << scale;
}

TEST(MnistLoss, RowsStandAlone) { EXPECT_EQ(chunking_mismatch(*make(), 2), ""); }

TEST(MnistLoss, GradientIsLinearInUpstream) { EXPECT_EQ(upstream_mismatch(*make(), 2), ""); }

TEST(MnistLoss, TakesTwoClassesInOneColumn) {
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

// One exp, one sum, one quotient, each rounded once: a few times 2^-24. The absolute part is
// float's smallest normal number: exp(-100) is below it.
TEST(MnistLoss, FloatKeepsTheDigits) {
  const auto loss = make();
  for (const double scale : {0.0, 1.0, 10.0, 100.0, 1e4})
    EXPECT_EQ(precision_mismatch(*loss, 2, scale, 4e-7, 1.2e-38), "") << scale;
}

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
