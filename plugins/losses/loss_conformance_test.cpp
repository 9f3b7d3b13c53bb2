// What losses have in common. What is a loss's own is tested beside it.
#include <gtest/gtest.h>
#include <logitbench_testing/loss_conformance.h>

#include <ostream>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

struct Conforming {
  std::string name;
  std::vector<size_t> classes;  // numbers of classes that it is tried with
  std::string variant = "";     // what its parameters make of it
  Map parameters = {};

  friend std::ostream& operator<<(std::ostream& out, const Conforming& loss) {
    return out << loss.name << loss.variant;
  }
};

class ConformanceTest : public ::testing::TestWithParam<Conforming> {
 protected:
  const std::unique_ptr<Loss> loss_ = make_loss(GetParam().name, GetParam().parameters);
};
class EveryLoss : public ConformanceTest {};
class FiniteLoss : public ConformanceTest {};
class SmoothLoss : public ConformanceTest {};
class LossOfOneColumn : public ConformanceTest {};

// Uniform logits of ± scale: where a loss is large and flat, and where it is small and steep.
constexpr double kScales[] = {0, 1, 10, 100, 1e4};

TEST_P(EveryLoss, RowsStandAlone) {
  for (const size_t classes : GetParam().classes)
    EXPECT_EQ(chunking_mismatch(*loss_, classes), "") << classes << " classes";
}

TEST_P(EveryLoss, GradientIsLinearInUpstream) {
  for (const size_t classes : GetParam().classes)
    EXPECT_EQ(upstream_mismatch(*loss_, classes), "") << classes << " classes";
}

TEST_P(FiniteLoss, FiniteAtEveryScale) {
  for (const size_t classes : GetParam().classes)
    for (const double scale : kScales)
      EXPECT_EQ(nonfinite_at(*loss_, classes, scale), "") << classes << " classes, ± " << scale;
}

TEST_P(SmoothLoss, GradientIsTheDerivative) {
  for (const size_t classes : GetParam().classes)
    for (const double scale : kScales)
      for (const double upstream : {1.0, -1.0 / 24}) {
        const LossCase sample = random_case(*loss_, classes, 24, scale);
        EXPECT_EQ(
            gradient_mismatch(*loss_, sample.view(), sample.targets(), {.upstream = upstream}), "")
            << classes << " classes, ± " << scale << ", upstream " << upstream;
      }
}

TEST_P(LossOfOneColumn, TakesTwoClasses) {
  EXPECT_EQ(loss_->columns(2), 1u);
  EXPECT_EQ(loss_->decision(), Decision::sigmoid);
  EXPECT_EQ(loss_->input(), LossInput::logits);
  for (const size_t classes : {0, 1, 3, 10}) try {
      loss_->columns(classes);
      ADD_FAILURE() << classes << " classes were accepted";
    } catch (const ConfigError& error) {
      const std::string expected =
          "loss " + GetParam().name + ": the dataset has " + std::to_string(classes) + " classes";
      EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
    }
}

// One exp, then a log1p or a sum and a quotient, each rounded once: a few times 2^-24. The absolute
// part is float's smallest normal number: exp(-100) is below it.
TEST_P(LossOfOneColumn, FloatKeepsTheDigits) {
  for (const double scale : kScales)
    EXPECT_EQ(precision_mismatch(*loss_, 2, scale, 4e-7, 1.2e-38), "") << "± " << scale;
}

Map options(const std::vector<Map::Entry>& given) {
  Map result;
  for (const auto& [key, value] : given) result.set(key, value);
  return result;
}

const Conforming kCrossEntropy{"cross_entropy", {2, 3, 10}};
const Conforming kCrossEntropySmoothed{
    "cross_entropy", {2, 3, 10}, "_smoothed", options({{"label_smoothing", 0.1}})};
const Conforming kCrossEntropyUniform{
    "cross_entropy", {3}, "_uniform", options({{"label_smoothing", 1.0}})};
const Conforming kCrossEntropyWeighted{
    "cross_entropy", {3}, "_weighted", options({{"class_weights", List{0.0, 0.25, 1.0}}})};
const Conforming kCrossEntropyIgnoring{
    "cross_entropy", {2, 3, 10}, "_ignoring", options({{"ignore_index", 1}})};
// Sum of the class weights at most 1: the check bounds derivatives by the softmax's own.
const Conforming kCrossEntropyAll{
    "cross_entropy",
    {3},
    "_all",
    options(
        {{"label_smoothing", 0.2}, {"class_weights", List{0.0, 0.25, 0.75}}, {"ignore_index", 2}})};
const Conforming kLogSoftmaxNll{"log_softmax_nll", {2, 3, 10}};
const Conforming kSoftmaxProb{"softmax_prob", {2, 3, 10}};
const Conforming kBceWithLogits{"bce_with_logits", {2}};
const Conforming kMnistLoss{"mnist_loss", {2}};
// Constant where it clips: its derivative is tested beside it.
const Conforming kClippedSoftmaxNll{"clipped_softmax_nll", {2, 3, 10}};
// Breaks by design: not finite.
const Conforming kSoftmaxLogNll{"softmax_log_nll", {2, 3, 10}};

std::string name_of(const ::testing::TestParamInfo<Conforming>& info) {
  return info.param.name + info.param.variant;
}
INSTANTIATE_TEST_SUITE_P(Losses, EveryLoss,
                         ::testing::Values(kCrossEntropy, kCrossEntropySmoothed,
                                           kCrossEntropyUniform, kCrossEntropyWeighted,
                                           kCrossEntropyIgnoring, kCrossEntropyAll, kLogSoftmaxNll,
                                           kSoftmaxProb, kBceWithLogits, kMnistLoss,
                                           kClippedSoftmaxNll, kSoftmaxLogNll),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Losses, FiniteLoss,
                         ::testing::Values(kCrossEntropy, kCrossEntropySmoothed,
                                           kCrossEntropyUniform, kCrossEntropyWeighted,
                                           kCrossEntropyIgnoring, kCrossEntropyAll, kLogSoftmaxNll,
                                           kSoftmaxProb, kBceWithLogits, kMnistLoss,
                                           kClippedSoftmaxNll),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Losses, SmoothLoss,
                         ::testing::Values(kCrossEntropy, kCrossEntropySmoothed,
                                           kCrossEntropyUniform, kCrossEntropyWeighted,
                                           kCrossEntropyIgnoring, kCrossEntropyAll, kLogSoftmaxNll,
                                           kSoftmaxProb, kBceWithLogits, kMnistLoss),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Losses, LossOfOneColumn, ::testing::Values(kBceWithLogits, kMnistLoss),
                         name_of);

}  // namespace
}  // namespace logitbench::testing
