#include <gtest/gtest.h>
#include <logitbench_testing/backend_determinism.h>
#include <logitbench_testing/backend_gradients.h>
#include <logitbench_testing/backend_parity.h>

#include <limits>

#include "core/plugin/plugin_host.h"

namespace logitbench {
namespace {

using testing::NetworkCase;

std::unique_ptr<Network> compile(const NetworkSpec& spec, const CompileOptions& options) {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  Map parameters;
  parameters.set("dtype", "f64");
  return host.backend("reference")->compile(parameters, spec, options);
}

class Reference : public ::testing::TestWithParam<NetworkCase> {};

TEST_P(Reference, GradientsAreCentralDifferences) {
  EXPECT_EQ(testing::check_gradients(compile, GetParam(), 3), testing::Findings{});
}

TEST_P(Reference, BitsDoNotDependOnThreads) {
  EXPECT_EQ(testing::check_determinism(compile, GetParam(), 6, 1, 2), testing::Findings{});
}

TEST_P(Reference, ComparesEqualToItself) {
  EXPECT_EQ(testing::check_parity(compile, compile, GetParam(), 2, {5, 2, 5}), testing::Findings{});
}

std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Vectors, Reference, ::testing::ValuesIn(testing::vector_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Images, Reference, ::testing::ValuesIn(testing::image_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Notebook, Reference, ::testing::Values(testing::notebook_cnn_case()),
                         name_of);

std::vector<double> logits_of(const NetworkSpec& spec, const std::vector<double>& parameters,
                              const std::vector<double>& sample) {
  const auto network = compile(spec, {1, 1});
  network->set_parameters(parameters);
  const Features features{spec.input, 1, sample, 1.0};
  const std::vector<uint32_t> rows = {0};
  return testing::as_doubles(network->forward({&features, rows}));
}

TEST(ReferenceByHand, DenseWeightIsInputsByOutputs) {
  const NetworkSpec spec{{1, 1, 2}, {Dense{3}}};
  EXPECT_EQ(logits_of(spec, {1, 2, 3, 40, 50, 60, 0.5, 0.25, 0.125}, {1, 10}),
            (std::vector<double>{401.5, 502.25, 603.125}));
}

TEST(ReferenceByHand, ConvolutionIsACrossCorrelationWithZerosAround) {
  const NetworkSpec spec{{1, 2, 2}, {Conv2d{1, 3, Padding::same}}};
  // Each output pixel sees the whole image, under different taps.
  EXPECT_EQ(logits_of(spec, {1, 2, 3, 4, 5, 6, 7, 8, 9, 0}, {1, 10, 100, 1000}),
            (std::vector<double>{9865, 8754, 6532, 5421}));
}

TEST(ReferenceByHand, ConvolutionWeightIsRowsColumnsInOut) {
  const NetworkSpec spec{{2, 1, 2}, {Conv2d{2, 1, Padding::valid}}};
  EXPECT_EQ(logits_of(spec, {1, 2, 3, 4, 0, 0.5}, {1, 10, 100, 1000}),
            (std::vector<double>{31, 42.5, 3100, 4200.5}));
}

TEST(ReferenceByHand, PoolDropsTheRemainder) {
  const NetworkSpec spec{{1, 3, 3}, {MaxPool2d{2}}};
  EXPECT_EQ(logits_of(spec, {}, {1, 2, 90, 4, 3, 90, 90, 90, 90}), std::vector<double>{4});
}

TEST(ReferenceByHand, NanReachesTheLogits) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (ActivationKind kind :
       {ActivationKind::relu, ActivationKind::sigmoid, ActivationKind::tanh}) {
    const NetworkSpec spec{{1, 1, 1}, {Dense{1}, Activation{kind}}};
    EXPECT_TRUE(std::isnan(logits_of(spec, {nan, 0}, {0}).front()));
  }
  const NetworkSpec pool{{1, 2, 2}, {MaxPool2d{2}}};
  EXPECT_TRUE(std::isnan(logits_of(pool, {}, {1, nan, 2, 3}).front()));
}

TEST(ReferenceErrors, NameWhatWasGivenAndWhatWasCompiled) {
  const auto network = compile({{1, 1, 2}, {Dense{3}}}, {4, 1});
  const Features features{{1, 1, 2}, 6, std::vector<float>(12), 1.0};
  const Features other{{1, 1, 3}, 4, std::vector<float>(12), 1.0};
  const std::vector<uint32_t> five = {0, 1, 2, 3, 4}, outside = {6}, one = {0};
  EXPECT_THROW(network->forward({&features, five}), Error);
  EXPECT_THROW(network->forward({&features, outside}), Error);
  EXPECT_THROW(network->forward({&other, one}), Error);
  EXPECT_THROW(network->set_parameters(std::vector<double>(8)), Error);
  network->forward({&features, one});
  std::vector<float> d_logits(3);
  EXPECT_THROW(network->backward(MatrixView<float>{d_logits.data(), 1, 3}), Error);
}

}  // namespace
}  // namespace logitbench
