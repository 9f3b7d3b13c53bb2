// Dense layers and activations of the native backend; team_test.cpp has its loops.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench_testing/backend_checks.h>

#include <limits>

#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

using testing::Findings;
using testing::first_rows;
using ::testing::HasSubstr;
using testing::NetworkCase;
using testing::reference;
using testing::vector_of;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::unique_ptr<Network> native(const NetworkSpec& spec, const CompileOptions& options) {
  return testing::compile("native", "f32", spec, options);
}

// Beyond the common cases: weights that are split by columns, widths around those of registers and
// panels, narrow nets of two layers, images that are flattened.
std::vector<NetworkCase> more_cases() {
  const Activation relu{ActivationKind::relu}, tanh{ActivationKind::tanh};
  return {
      {"wide", {vector_of(70), {Dense{1030}, relu, Dense{97}, tanh, Dense{700}, relu, Dense{3}}}},
      {"wide_last", {vector_of(90), {Dense{800}}}},
      {"narrow_1_5_1", {vector_of(1), {Dense{5}, relu, Dense{1}}}},
      {"narrow_4_33_4", {vector_of(4), {Dense{33}, relu, Dense{4}}}},
      {"narrow_3_100_2", {vector_of(3), {Dense{100}, relu, Dense{2}}}},
      {"narrow_5_16_5", {vector_of(5), {Dense{16}, relu, Dense{5}}}},
      {"widths_17_65", {vector_of(15), {Dense{17}, relu, Dense{65}, relu, Dense{16}}}},
      {"flat_image", {{3, 4, 5}, {Flatten{}, Dense{6}, relu, Flatten{}, Dense{2}}}},
      {"image_identity", {{1, 4, 5}, {}}},
      {"image_relu", {{2, 4, 5}, {relu, Flatten{}}}},
  };
}

class Native : public ::testing::TestWithParam<NetworkCase> {};

// Odd sizes, one row, short batches after full ones and back again.
TEST_P(Native, AgreesWithTheReference) {
  for (size_t threads : {1, 2})
    EXPECT_EQ(testing::check_parity(native, reference, GetParam(), threads, {17, 3, 17, 1, 2, 5}),
              Findings{})
        << threads << " threads";
}

TEST_P(Native, OfTrainingSizeAgreesWithTheReference) {
  EXPECT_EQ(testing::check_parity(native, reference, GetParam(), 3, {128, 127, 128}), Findings{});
}

TEST_P(Native, RepeatsToTheLastBit) {
  for (size_t threads : {1, 2})
    EXPECT_EQ(testing::check_determinism(native, GetParam(), 117, threads, threads), Findings{})
        << threads << " threads";
}

std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Vectors, Native, ::testing::ValuesIn(testing::vector_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(More, Native, ::testing::ValuesIn(more_cases()), name_of);

TEST(NativeNumbers, BytesAreDividedAsFloatsAre) {
  EXPECT_EQ(testing::check_byte_quotients(native), Findings{});
}

TEST(NativeNumbers, NanWeightsGiveNanLogitsAndGradients) {
  EXPECT_EQ(testing::check_nan_parameters(native, {vector_of(784), {Dense{10}}}), Findings{});
}

TEST(NativeNumbers, NanPassesThroughActivations) {
  for (ActivationKind kind :
       {ActivationKind::relu, ActivationKind::sigmoid, ActivationKind::tanh}) {
    const NetworkSpec spec{vector_of(3), {Activation{kind}}};
    const auto network = native(spec, {1, 1});
    const Features features{spec.input, 1, std::vector<double>{kNan, kInfinity, -kInfinity}, 1.0};
    const auto found = testing::as_doubles(network->forward({&features, first_rows(1)}));
    EXPECT_TRUE(std::isnan(found[0]));
    EXPECT_EQ(found[1], kind == ActivationKind::relu ? kInfinity : 1);
    EXPECT_EQ(found[2], kind == ActivationKind::tanh ? -1 : 0);
  }
}

TEST(NativeNumbers, ActivationsHoldFarFromZero) {
  const std::vector<double> far = {-87, -88, -89, -104, -178, -180, -1e3, -1e6, -1e38,
                                   87,  88,  89,  104,  178,  180,  1e3,  1e6,  1e38};
  for (ActivationKind kind : {ActivationKind::sigmoid, ActivationKind::tanh}) {
    const NetworkSpec spec{vector_of(far.size()), {Activation{kind}}};
    const Features features{spec.input, 1, far, 1.0};
    const auto found =
        testing::as_doubles(native(spec, {1, 1})->forward({&features, first_rows(1)}));
    const auto expected =
        testing::as_doubles(reference(spec, {1, 1})->forward({&features, first_rows(1)}));
    EXPECT_LE(testing::relative_difference(found, expected), testing::kForwardTolerance);
  }
}

TEST(NativeNumbers, DenormalsLiveInLoopsBetweenKernels) {
  EXPECT_EQ(
      testing::check_denormals_between_kernels(native, testing::vector_cases().back().spec, 8),
      Findings{});
}

template <class Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(NativeErrors, NameWhatWasGivenAndWhatWasCompiled) {
  const NetworkSpec spec{vector_of(2), {Dense{3}}};
  EXPECT_EQ(testing::check_refusals(native, spec, "backend native"), Findings{});
  const auto network = native(spec, {4, 1});
  std::vector<float> d_logits(3);
  const MatrixView<float> gradient{d_logits.data(), 1, 3};
  EXPECT_THAT(message_of([&] { network->backward(gradient); }),
              HasSubstr("backend native: d_logits"));
  const Features features{vector_of(2), 6, std::vector<float>(12), 1.0};
  const Features other{vector_of(3), 4, std::vector<float>(12), 1.0};
  const std::vector<uint32_t> five = first_rows(5), outside = {6}, one = {0};
  EXPECT_THAT(message_of([&] {
                network->forward({&features, five});
              }),
              HasSubstr("backend native: a batch of 5 rows; the network was compiled for 1 to 4"));
  EXPECT_THAT(message_of([&] { network->forward({&features, {}}); }), HasSubstr("of 0 rows"));
  EXPECT_THAT(message_of([&] {
                network->forward({&features, outside});
              }),
              HasSubstr("row 6 of 6 samples"));
  EXPECT_THAT(message_of([&] {
                network->forward({&other, one});
              }),
              HasSubstr("samples of 1x3x1; the network was compiled for 1x2x1"));
  EXPECT_THAT(message_of([&] { network->set_parameters(std::vector<double>(8)); }),
              HasSubstr("8 canonical parameters given, the network has 9"));
}

}  // namespace
}  // namespace logitbench
