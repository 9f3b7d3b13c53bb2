#include "core/train/gradient_watch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace logitbench {
namespace {

// Two dense layers with a ReLU between them, whose gradients are what the test says. The backend's
// own layout is the canonical one backwards.
class GivenGradients final : public Network {
 public:
  GivenGradients() { parameters_.push_back({std::span<double>(values_), std::span<double>(own_)}); }
  void set(const std::vector<double>& canonical) {
    own_.assign(canonical.rbegin(), canonical.rend());
  }

  RealMatrix forward(const Batch&) override { return MatrixView<double>{}; }
  void backward(const RealMatrix&) override {}
  std::span<const ParameterArray> parameters() override { return parameters_; }
  void set_parameters(std::span<const double>) override {}
  void get_parameters(std::span<double>) const override {}
  void get_gradients(std::span<double> canonical) const override {
    std::copy(own_.rbegin(), own_.rend(), canonical.begin());
  }
  Parallel& parallel() override { return serial_; }

  static constexpr size_t kCount = 2 * 2 + 2 + 2 * 1 + 1;
  std::vector<double> own_ = std::vector<double>(kCount);

 private:
  std::vector<double> values_ = std::vector<double>(kCount);
  std::vector<ParameterArray> parameters_;
  Serial serial_;
};

const std::vector<ParameterBlock> kBlocks =
    parameter_blocks({{1, 1, 2}, {Dense{2}, Activation{}, Dense{1}}});

TEST(GradientWatch, takes_each_layers_norm_by_its_number_as_a_mean_over_steps) {
  RunConfig config;
  config.metrics = {"layer_grad_norm", "grad_norm"};
  GradientWatch watch(config, kBlocks);
  GivenGradients network;
  network.set({3, 4, 0, 0, 0, 0, 0, 5, 12});  // norms 5 and 13
  watch.measure_and_clip(network);
  network.set({0, 0, 0, 0, 0, 1, 0, 0, 0});  // 1 and 0
  watch.measure_and_clip(network);
  std::vector<MetricValue> values;
  watch.report(values);
  ASSERT_EQ(values.size(), 3U);
  EXPECT_EQ(values[0].metric, "grad_norm");
  EXPECT_EQ(values[1].metric, "grad_norm.layer.1");
  EXPECT_EQ(values[1].split, "train");
  EXPECT_EQ(values[1].value, 3);
  EXPECT_EQ(values[2].metric, "grad_norm.layer.3");
  EXPECT_EQ(values[2].value, 6.5);
  // Nothing of an epoch is left in the next.
  watch.measure_and_clip(network);
  values.clear();
  watch.report(values);
  EXPECT_EQ(values[0].value, 1);
  EXPECT_EQ(values[1].value, 1);
  EXPECT_EQ(values[2].value, 0);
}

TEST(GradientWatch, the_layers_squares_sum_to_the_whole_norms) {
  RunConfig config;
  config.metrics = {"grad_norm", "layer_grad_norm"};
  config.clip_norm = 0.5;  // norms are those before
  GradientWatch watch(config, kBlocks);
  GivenGradients network;
  std::vector<double> gradient(GivenGradients::kCount);
  for (size_t i = 0; i < gradient.size(); ++i) gradient[i] = std::sin(static_cast<double>(i) + 1);
  for (int step = 0; step < 4; ++step) {
    for (double& g : gradient) g *= -1.75;
    network.set(gradient);
    watch.measure_and_clip(network);
    std::vector<MetricValue> values;
    watch.report(values);
    EXPECT_DOUBLE_EQ(values[1].value * values[1].value + values[2].value * values[2].value,
                     values[0].value * values[0].value);
    EXPECT_NEAR(std::sqrt(std::inner_product(network.own_.begin(), network.own_.end(),
                                             network.own_.begin(), 0.0)),
                0.5, 1e-15);  // nine products, each rounded
  }
}

TEST(GradientWatch, reports_nothing_that_was_not_asked_for) {
  RunConfig config;
  config.clip_norm = 1;
  GradientWatch watch(config, kBlocks);
  GivenGradients network;
  watch.measure_and_clip(network);
  std::vector<MetricValue> values;
  watch.report(values);
  EXPECT_TRUE(values.empty());
}

}  // namespace
}  // namespace logitbench
