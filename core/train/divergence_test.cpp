#include "core/train/divergence.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/train/gradient_norm.h"

namespace logitbench {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

struct Step {
  std::vector<float> d_logits{0.5F, -0.5F}, values{1, 2}, gradients{3, 4};
  BatchLoss loss;
  std::vector<ParameterArray> arrays;

  explicit Step(double value) {
    loss.value = value;
    loss.d_logits = MatrixView<float>{d_logits.data(), 1, 2};
    arrays.push_back({std::span<float>(values), std::span<float>(gradients)});
  }
};

TEST(DivergenceWatch, names_the_quantity_that_went_first_and_when) {
  {
    DivergenceWatch watch;
    Step step(kInf);
    watch.after_step(2, 7, step.loss, true, step.arrays);
    EXPECT_EQ(watch.reason(), "train.loss went inf first, at epoch 2, step 7");
  }
  {
    DivergenceWatch watch;
    Step step(0.0);  // the loss is fine, its gradient is not: 0/0 in the backward pass of log
    step.d_logits[1] = kNan;
    step.gradients[0] = kNan;
    watch.after_step(1, 1, step.loss, false, step.arrays);
    EXPECT_EQ(watch.reason(), "the loss's gradient went non-finite first, at epoch 1, step 1");
  }
  {
    DivergenceWatch watch;
    Step step(1.0);
    step.gradients[1] = -kInf;
    watch.after_step(1, 2, step.loss, false, step.arrays);
    EXPECT_EQ(watch.reason(), "the weights' gradient went non-finite first, at epoch 1, step 2");
  }
  {
    DivergenceWatch watch;
    Step step(1.0);
    watch.after_step(1, 3, step.loss, false, step.arrays);
    EXPECT_EQ(watch.reason(), "the weights went non-finite first, at epoch 1, step 3");
  }
  {
    DivergenceWatch watch;
    watch.after_validation(4, 9, kNan);
    EXPECT_EQ(watch.reason(), "valid.loss went nan first, at epoch 4, step 9");
  }
}

TEST(DivergenceWatch, keeps_the_first) {
  DivergenceWatch watch;
  Step fine(1.0), broken(kNan);
  watch.after_step(1, 1, fine.loss, true, fine.arrays);
  EXPECT_FALSE(watch.diverged());
  watch.after_step(1, 2, broken.loss, false, broken.arrays);
  watch.after_step(1, 3, broken.loss, false, broken.arrays);
  EXPECT_EQ(watch.reason(), "train.loss went nan first, at epoch 1, step 2");
}

TEST(GradientNorm, clips_to_the_limit_and_leaves_what_is_smaller_or_not_finite) {
  Step step(1.0);
  EXPECT_DOUBLE_EQ(gradient_norm(step.arrays), 5.0);
  clip_gradient(step.arrays, 5.0, 6.0);
  EXPECT_EQ(step.gradients, (std::vector<float>{3, 4}));
  clip_gradient(step.arrays, 5.0, 1.0);
  EXPECT_FLOAT_EQ(step.gradients[0], 0.6F);
  EXPECT_FLOAT_EQ(step.gradients[1], 0.8F);
  step.gradients[0] = kInf;
  clip_gradient(step.arrays, gradient_norm(step.arrays), 1.0);
  EXPECT_EQ(step.gradients[0], kInf);
}

}  // namespace
}  // namespace logitbench
