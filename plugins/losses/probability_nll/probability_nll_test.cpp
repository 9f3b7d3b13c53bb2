#include <gtest/gtest.h>

#include <logitbench_testing/gradient_check.h>

#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Loss> make(const Map& given = {}) { return make_loss("probability_nll", given); }

std::unique_ptr<Loss> make_clipped() {
  Map clip;
  clip.set("clip", 1e-7);
  return make(clip);
}

std::unique_ptr<Loss> make_normalized(const Map& given = {}) {
  Map parameters = given;
  parameters.set("normalize", true);
  return make(parameters);
}

std::vector<double> row_losses(const Loss& loss, const std::vector<double>& q, size_t columns,
                               const TargetsView& targets) {
  Serial serial;
  return evaluate<double>(loss, {q.data(), q.size() / columns, columns}, targets, 1, serial)
      .row_loss;
}

TEST(ProbabilityNll, NamesItsInput) {
  EXPECT_EQ(make()->input(), LossInput::probabilities);
  EXPECT_EQ(make_normalized()->input(), LossInput::proportions);
  EXPECT_EQ(make()->columns(3), 3u);
  EXPECT_TRUE(make()->takes_target_weights());
}

TEST(ProbabilityNll, Notebook001) {
  const std::vector<double> q = {0.7, 0.1, 0.2, 0.1, 0.5, 0.4, 0.02, 0.9, 0.08};
  const std::vector<int32_t> classes = {0, 1, 1};
  const std::vector<double> one_hot = {1, 0, 0, 0, 1, 0, 0, 1, 0};
  const TargetsView as_classes{classes, {}}, as_weights{{}, {one_hot.data(), 3, 3}};
  for (const TargetsView& targets : {as_classes, as_weights}) {
    const std::vector<double> losses = row_losses(*make(), q, 3, targets);
    EXPECT_EQ(losses[0], 0.35667494393873245);
    EXPECT_EQ((losses[0] + losses[1] + losses[2]) / 3, 0.38506088005216804);
  }
}

TEST(ProbabilityNll, Notebook002) {
  const std::vector<double> p = {5, 1, 4, 6, 2, 4};
  const std::vector<double> q = {5, 1, 4, 6, 2, 4, 3, 7, 1, 4, 1, 6, 2, 5, 7, 2, 1, 5};
  std::vector<double> weights;
  for (int row = 0; row < 3; ++row) weights.insert(weights.end(), p.begin(), p.end());
  const auto losses = row_losses(*make(), q, 6, {{}, {weights.data(), 3, 6}});
  EXPECT_DOUBLE_EQ(losses[0], -31.27439562761785);
  EXPECT_DOUBLE_EQ(losses[1], -22.923775636027425);
  EXPECT_DOUBLE_EQ(losses[2], -23.455449144551153);
}

TEST(ProbabilityNll, LogarithmOfZeroIsInfinite) {
  const std::vector<double> q = {0, 1};
  const std::vector<int32_t> first = {0}, second = {1};
  EXPECT_EQ(row_losses(*make(), q, 2, {first, {}})[0], std::numeric_limits<double>::infinity());
  EXPECT_EQ(row_losses(*make(), q, 2, {second, {}})[0], 0);
  const std::vector<double> one_hot = {0, 1};
  EXPECT_EQ(row_losses(*make(), q, 2, {{}, {one_hot.data(), 1, 2}})[0], 0)
      << "a term of weight 0 is 0, whatever its logarithm";
}

TEST(ProbabilityNll, ClipsAsNotebook001) {
  const auto loss = make_clipped();
  const std::vector<double> q = {0, 1};
  const std::vector<int32_t> first = {0}, second = {1};
  EXPECT_EQ(row_losses(*loss, q, 2, {first, {}})[0], 16.11809565095832);
  EXPECT_EQ(row_losses(*loss, q, 2, {second, {}})[0], 1.0000000494736474e-07);
}

TEST(ProbabilityNll, ClippedInputsHaveNoGradient) {
  const std::vector<double> q = {0, 1, 0.25, 0.75, 1e-7, 0.5};
  const std::vector<double> weights = {1, 1, 1, 2, 1, 0};
  Serial serial;
  const auto result = evaluate<double>(*make_clipped(), {q.data(), 3, 2},
                                       {{}, {weights.data(), 3, 2}}, 0.5, serial);
  const std::vector<double> expected = {0, 0, -2, -0.5 * 2 / 0.75, -0.5 / 1e-7, 0};
  for (size_t i = 0; i < q.size(); ++i) EXPECT_DOUBLE_EQ(result.d_logits[i], expected[i]) << i;
}

TEST(ProbabilityNll, GradientIsTheDerivative) {
  const std::vector<double> q = {0.7, 0.3, 0.2, 0.9, 0.5, 0.45, 2.5, 1.0, 7.0};
  const std::vector<double> weights = {1, 0, 0.5, 0.2, 0.3, 0.5, 5, 1, 4};
  const std::vector<int32_t> classes = {0, 1, 2};
  // |d^5 log q| = 24 / q^5 with q >= 0.2 and weights of at most 1 there, a step small beside q.
  const GradientCheckOptions options{.step = 0x1p-13, .derivative_bound = 24 / 0.00032};
  const MatrixView<const double> view{q.data(), 3, 3};
  EXPECT_EQ(gradient_mismatch(*make(), view, {classes, {}}, options), "");
  EXPECT_EQ(gradient_mismatch(*make(), view, {{}, {weights.data(), 3, 3}}, options), "");
}

// Notebook 002 puts 20 in the place of the fifth of ten probabilities and divides by the sum.
TEST(ProbabilityNll, NormalizesFirst) {
  const auto loss = make_normalized();
  const std::vector<double> q = {7, 1, 2, 0.7, 0.1, 0.2};
  const std::vector<int32_t> classes = {0, 0};
  const std::vector<double> losses = row_losses(*loss, q, 3, {classes, {}});
  EXPECT_EQ(losses[0], 0.35667494393873245);
  EXPECT_DOUBLE_EQ(losses[1], losses[0]) << "the size of the row does not matter";
}

TEST(ProbabilityNll, ClipsAfterItHasNormalized) {
  Map clip;
  clip.set("clip", 0.25);
  const std::vector<double> q = {8, 1, 1};
  const std::vector<int32_t> classes = {1};
  EXPECT_DOUBLE_EQ(row_losses(*make_normalized(clip), q, 3, {classes, {}})[0], std::log(4.0));
}

TEST(ProbabilityNll, NormalizedGradientIsTheDerivative) {
  const std::vector<double> q = {0.7, 0.3, 0.5, 0.9, 0.6, 0.45, 2.5, 1.0, 7.0};
  const std::vector<double> weights = {1, 0, 0.5, 0.2, 0.3, 0.5, 0.1, 0.7, 0.2};
  const std::vector<int32_t> classes = {0, 1, 2};
  // |d^5 log q| = 24 / q^5 with q >= 0.3, that of the logarithm of the sum is smaller still, and
  // weights that sum to less than 1.6.
  const GradientCheckOptions options{.step = 0x1p-13, .derivative_bound = 2 * 1.6 * 24 / 0.00243};
  Map clip;
  clip.set("clip", 0.3);  // some shares below it, none within a step of it
  for (const auto& loss : {make_normalized(), make_normalized(clip)}) {
    const MatrixView<const double> view{q.data(), 3, 3};
    EXPECT_EQ(gradient_mismatch(*loss, view, {classes, {}}, options), "");
    EXPECT_EQ(gradient_mismatch(*loss, view, {{}, {weights.data(), 3, 3}}, options), "");
  }
}

// The loss does not change along q: scaled, the same shares.
TEST(ProbabilityNll, NormalizedGradientIsAcrossItsInputs) {
  const std::vector<double> q = {0.5, 1.5, 4};
  const std::vector<double> weights = {0.25, 0.5, 2};
  Serial serial;
  const auto result = evaluate<double>(*make_normalized(), {q.data(), 1, 3},
                                       {{}, {weights.data(), 1, 3}}, 1, serial);
  double along = 0;
  for (size_t k = 0; k < q.size(); ++k) along += q[k] * result.d_logits[k];
  EXPECT_NEAR(along, 0, 1e-15) << "a few roundings of terms of the size of the weights";
}

}  // namespace
}  // namespace logitbench::testing
