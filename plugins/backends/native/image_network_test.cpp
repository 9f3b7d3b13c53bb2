#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench_testing/backend_checks.h>

#include <limits>

#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

using testing::Findings;
using testing::image;
using testing::NetworkCase;
using testing::reference;

std::unique_ptr<Network> native(const NetworkSpec& spec, const CompileOptions& options) {
  return testing::compile("native", "f32", spec, options);
}

// 3×3 convolutions of images of odd and even sizes with more and fewer channels than a register
// tile has; layers after layers of every kind.
std::vector<NetworkCase> wider_cases() {
  const Activation relu{ActivationKind::relu}, sigmoid{ActivationKind::sigmoid},
      tanh{ActivationKind::tanh};
  std::vector<NetworkCase> cases;
  for (Padding padding : {Padding::same, Padding::valid})
    for (size_t height : {5, 6, 9})
      for (size_t width : {5, 8, 11})
        for (size_t channels : {8, 11}) {
          const Conv2d conv{channels, 3, padding};
          cases.push_back({std::string("conv3_") + (padding == Padding::same ? "same_" : "valid_") +
                               std::to_string(height) + "x" + std::to_string(width) + "_" +
                               std::to_string(channels),
                           {image(2, height, width), {conv, relu, conv, Flatten{}, Dense{3}}}});
        }
  const Conv2d conv4{4, 3, Padding::same};
  const std::vector<NetworkCase> more = {
      {"conv_of_a_vector",
       {image(2, 4, 5),
        {conv4, Flatten{}, Conv2d{3, 1, Padding::same}, relu, Flatten{}, Dense{2}}}},
      {"conv_of_dense_outputs", {image(1, 1, 12), {Dense{9}, relu, Conv2d{1, 1}, Dense{4}}}},
      {"flatten_between_images", {image(3, 4, 4), {conv4, tanh, Flatten{}, Conv2d{1, 1}}}},
      {"flatten_then_activation",
       {image(3, 4, 4), {MaxPool2d{2}, conv4, Flatten{}, sigmoid, Dense{5}}}},
      {"activation_first", {image(2, 6, 6), {relu, conv4, MaxPool2d{3}, Flatten{}, Dense{17}}}},
      {"relu_pool_relu",
       {image(2, 6, 6), {conv4, relu, MaxPool2d{2}, relu, Flatten{}, Dense{9}, tanh}}},
      {"pool_pool", {image(2, 9, 8), {conv4, MaxPool2d{2}, MaxPool2d{2}, Flatten{}, Dense{2}}}},
      {"pool_of_the_whole_image", {image(1, 20, 20), {conv4, MaxPool2d{20}, Flatten{}}}},
      {"sigmoid_relu_conv", {image(2, 5, 6), {conv4, sigmoid, relu, conv4, tanh, sigmoid}}},
      {"wide_kernel_valid_deep",
       {image(2, 12, 11), {Conv2d{5, 5}, relu, Conv2d{9, 4}, relu, Conv2d{3, 2}, Flatten{}}}},
      {"kernel7", {image(2, 9, 8), {conv4, Conv2d{3, 7, Padding::same}}}},
      {"many_channels",
       {image(33, 7, 6), {Conv2d{40, 3, Padding::same}, relu, Conv2d{21, 3, Padding::same}}}},
      {"wide_dense", {image(3, 5, 5), {conv4, Flatten{}, Dense{43}, relu, Dense{35}}}},
  };
  cases.insert(cases.end(), more.begin(), more.end());
  return cases;
}

// Those of image_cases() that are images to this backend, too.
std::vector<NetworkCase> common_cases() {
  std::vector<NetworkCase> cases = testing::image_cases();
  std::erase_if(cases, [](const NetworkCase& network) {
    return std::none_of(network.spec.layers.begin(), network.spec.layers.end(), [](const auto& l) {
      return std::holds_alternative<Conv2d>(l) || std::holds_alternative<MaxPool2d>(l);
    });
  });
  return cases;
}

class NativeImages : public ::testing::TestWithParam<NetworkCase> {};

// Gradients are written over what the forward pass left: asked for again, they are the same.
TEST(NativeImageNumbers, BackwardMayBeAskedAgain) {
  const NetworkSpec spec = testing::notebook_cnn_case().spec;
  for (size_t threads : {1, 2}) {
    const auto network = native(spec, {35, threads});
    testing::InputSource source(testing::Draw::plain, 3);
    network->set_parameters(source.parameters(spec));
    const Features features = source.features(spec.input, 35, testing::Stored::bytes);
    const std::vector<uint32_t> rows = testing::first_rows(35);
    const RealMatrix logits = network->forward({&features, rows});
    const testing::Upstream upstream(source.numbers(35 * output_shape(spec).size()), logits);
    std::vector<double> first(parameter_count(spec)), second(first.size());
    network->backward(upstream.matrix);
    network->get_gradients(first);
    network->backward(upstream.matrix);
    network->get_gradients(second);
    EXPECT_TRUE(testing::same_bits(first, second)) << threads << " threads";
  }
}

// Blocks of 16 images full and not, fewer blocks than threads and more.
TEST_P(NativeImages, AgreeWithTheReference) {
  for (size_t threads : {1, 2, 3})
    EXPECT_EQ(testing::check_parity(native, reference, GetParam(), threads, {35, 3, 35, 16, 1, 17}),
              Findings{})
        << threads << " threads";
}

TEST_P(NativeImages, RepeatToTheLastBit) {
  for (size_t threads : {1, 2})
    EXPECT_EQ(testing::check_determinism(native, GetParam(), 35, threads, threads), Findings{})
        << threads << " threads";
}

std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Images, NativeImages, ::testing::ValuesIn(common_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Wider, NativeImages, ::testing::ValuesIn(wider_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Notebook, NativeImages, ::testing::Values(testing::notebook_cnn_case()),
                         name_of);

TEST(NativeImageBatches, OfTrainingSizeAgreeWithTheReference) {
  EXPECT_EQ(testing::check_parity(native, reference, testing::notebook_cnn_case(), 2, {128, 96}),
            Findings{});
}

// In one image of a block: the others keep their numbers.
TEST(NativeImageNumbers, NanPassesThroughAndStaysInItsImage) {
  const NetworkSpec spec = testing::notebook_cnn_case().spec;
  const auto network = native(spec, {16, 1});
  testing::InputSource source(testing::Draw::plain, 5);
  network->set_parameters(source.parameters(spec));
  Features features = source.features(spec.input, 16, testing::Stored::floats);
  auto& pixels = std::get<std::vector<float>>(features.values);
  pixels[5 * spec.input.size() + 14 * 28 + 14] = std::numeric_limits<float>::quiet_NaN();
  const auto logits =
      std::get<MatrixView<float>>(network->forward({&features, testing::first_rows(16)}));
  for (size_t row = 0; row < 16; ++row)
    for (float logit : logits.row(row)) EXPECT_EQ(std::isnan(logit), row == 5);
}

TEST(NativeImageNumbers, NanWeightsGiveNanLogitsAndGradients) {
  EXPECT_EQ(testing::check_nan_parameters(native, testing::notebook_cnn_case().spec), Findings{});
}

TEST(NativeImageNumbers, SaturatedActivationsStayFinite) {
  for (ActivationKind kind : {ActivationKind::sigmoid, ActivationKind::tanh}) {
    const NetworkSpec spec{image(1, 1, 4), {Conv2d{1, 1}, Activation{kind}}};
    const auto network = native(spec, {1, 1});
    network->set_parameters(std::vector<double>{1, 0});
    const Features features{spec.input, 1, std::vector<float>{-1e30f, -200, 200, 1e30f}, 1.0};
    const std::vector<uint32_t> row = {0};
    const double low = kind == ActivationKind::tanh ? -1 : 0;
    const std::vector<double> logits = testing::as_doubles(network->forward({&features, row}));
    // Zero is reached as far as float goes: 1 / exp(88) is about the smallest normal number.
    EXPECT_NEAR(logits[0], low, std::numeric_limits<float>::min());
    EXPECT_NEAR(logits[1], low, std::numeric_limits<float>::min());
    EXPECT_EQ(logits[2], 1);
    EXPECT_EQ(logits[3], 1);
  }
}

TEST(NativeImageNumbers, DenormalsLiveInLoopsBetweenKernels) {
  EXPECT_EQ(testing::check_denormals_between_kernels(native, testing::notebook_cnn_case().spec, 48),
            Findings{});
}

TEST(NativeImageErrors, NameWhatWasGivenAndWhatWasCompiled) {
  EXPECT_EQ(testing::check_refusals(native, {image(1, 3, 3), {Conv2d{2, 2}}}, "backend native"),
            Findings{});
  EXPECT_THAT(
      [&] {
        native({image(1, 300, 300), {MaxPool2d{300}}}, {1, 1});
      },
      ::testing::ThrowsMessage<ConfigError>(::testing::HasSubstr(
          "backend native: max_pool2d of size 300; it takes sizes up to 256")));
}

}  // namespace
}  // namespace logitbench
