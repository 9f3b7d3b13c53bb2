// Dense layers and activations of the native backend; team_test.cpp has its loops.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench_testing/backend_determinism.h>
#include <logitbench_testing/backend_parity.h>

#include <limits>
#include <numeric>

#include "core/plugin/plugin_host.h"

namespace logitbench {
namespace {

using testing::Draw;
using testing::Findings;
using ::testing::HasSubstr;
using testing::InputSource;
using testing::NetworkCase;
using testing::Stored;
using testing::vector_of;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

PluginHost& host() {
  static PluginHost plugins({LOGITBENCH_PLUGIN_DIR});
  return plugins;
}

std::unique_ptr<Network> compile(const char* backend, const char* dtype, const NetworkSpec& spec,
                                 const CompileOptions& options) {
  Map parameters;
  parameters.set("dtype", dtype);
  return host().backend(backend)->compile(parameters, spec, options);
}
std::unique_ptr<Network> native(const NetworkSpec& spec, const CompileOptions& options) {
  return compile("native", "f32", spec, options);
}
std::unique_ptr<Network> reference(const NetworkSpec& spec, const CompileOptions& options) {
  return compile("reference", "f64", spec, options);
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

std::vector<uint32_t> first_rows(size_t count) {
  std::vector<uint32_t> rows(count);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

// Bytes of which one in `kept` is not zero.
Features sparse_features(InputSource& source, const Shape& shape, size_t rows, unsigned kept) {
  Features features = source.features(shape, rows, Stored::bytes);
  std::mt19937 bits(5);
  for (uint8_t& byte : std::get<std::vector<uint8_t>>(features.values))
    if (bits() % kept != 0) byte = 0;
  return features;
}

struct Pass {
  std::vector<double> logits, gradients;
};
Pass run_pass(Network& network, const Batch& batch, std::span<const double> d_logits,
              size_t parameters) {
  const RealMatrix logits = network.forward(batch);
  Pass pass{testing::as_doubles(logits), std::vector<double>(parameters)};
  network.backward(testing::Upstream(d_logits, logits).matrix);
  network.get_gradients(pass.gradients);
  return pass;
}

void expect_close(const Pass& found, const Pass& expected, const NetworkSpec& spec) {
  EXPECT_LE(testing::relative_difference(found.logits, expected.logits),
            testing::kForwardTolerance);
  for (const ParameterBlock& block : parameter_blocks(spec))
    EXPECT_LE(testing::relative_difference(
                  std::span(found.gradients).subspan(block.offset, block.count),
                  std::span(expected.gradients).subspan(block.offset, block.count)),
              testing::kGradientTolerance)
        << "layer " << block.layer << (block.bias ? " bias" : " weight");
}

std::vector<NetworkCase> sparse_cases() {
  const Activation relu{ActivationKind::relu}, sigmoid{ActivationKind::sigmoid};
  return {
      {"linear", {vector_of(784), {Dense{10}}}},
      {"linear_odd", {vector_of(101), {Dense{3}}}},
      {"linear_image", {{1, 28, 28}, {Flatten{}, Dense{10}}}},
      {"linear_colours", {{3, 11, 12}, {Flatten{}, Dense{5}}}},
      {"linear_large_image", {{1, 68, 20}, {Flatten{}, Dense{16}}}},
      {"linear_odd_image", {{1, 9, 17}, {Flatten{}, Dense{1}}}},
      {"mlp_narrow_image", {{1, 18, 16}, {Flatten{}, Dense{9}, relu, Dense{3}}}},
      {"linear_20", {vector_of(333), {Dense{20}}}},
      {"mlp128", {{1, 28, 28}, {Flatten{}, Dense{128}, relu, Dense{10}}}},
      {"sigmoid_90", {vector_of(200), {Dense{90}, sigmoid, Dense{4}}}},
      {"narrow_relu", {vector_of(200), {Dense{7}, relu, Dense{4}}}},
      {"wide", {vector_of(128), {Dense{600}, relu, Dense{300}, relu, Dense{5}}}},
  };
}

class NativeSparse : public ::testing::TestWithParam<NetworkCase> {};
INSTANTIATE_TEST_SUITE_P(Cases, NativeSparse, ::testing::ValuesIn(sparse_cases()), name_of);

// The same numbers as floats take the dense way.
TEST_P(NativeSparse, AgreesWithTheReferenceAndWithItselfOnFloats) {
  const NetworkSpec& spec = GetParam().spec;
  const size_t parameters = parameter_count(spec);
  for (size_t threads : {1, 2, 3})
    for (unsigned kept : {6u, 1000u}) {
      InputSource source(Draw::exact, 3 + threads);
      const auto mine = native(spec, {130, threads}), yardstick = reference(spec, {130, 1});
      const std::vector<double> start = source.parameters(spec);
      mine->set_parameters(start);
      yardstick->set_parameters(start);
      const Features features = sparse_features(source, spec.input, 150, kept);
      const auto& bytes = std::get<std::vector<uint8_t>>(features.values);
      Features floats = features;
      floats.values = std::vector<float>(bytes.begin(), bytes.end());
      for (size_t count : {130, 1, 64, 37, 130}) {
        const std::vector<uint32_t> rows = source.rows(count, features.rows);
        const std::vector<double> d_logits = source.numbers(count * output_shape(spec).size());
        const Pass expected = run_pass(*yardstick, {&features, rows}, d_logits, parameters);
        expect_close(run_pass(*mine, {&features, rows}, d_logits, parameters), expected, spec);
        expect_close(run_pass(*mine, {&floats, rows}, d_logits, parameters), expected, spec);
      }
    }
}

TEST_P(NativeSparse, RepeatsToTheLastBit) {
  const NetworkSpec& spec = GetParam().spec;
  for (size_t threads : {1, 2}) {
    InputSource source(Draw::plain, 9);
    const std::vector<double> start = source.parameters(spec);
    const Features features = sparse_features(source, spec.input, 200, 6);
    const auto a = native(spec, {100, threads}), b = native(spec, {100, threads});
    a->set_parameters(start);
    b->set_parameters(start);
    std::vector<double> of_a(start.size()), of_b(start.size());
    for (int step = 0; step < 10; ++step) {
      const std::vector<uint32_t> rows = source.rows(step % 3 == 2 ? 41 : 100, features.rows);
      testing::descend(*a, {&features, rows});
      testing::descend(*b, {&features, rows});
      a->get_parameters(of_a);
      b->get_parameters(of_b);
      ASSERT_TRUE(testing::same_bits(of_a, of_b)) << "step " << step;
    }
    EXPECT_FALSE(testing::same_bits(of_a, start));
  }
}

// A product with zero is not zero where a number is not finite.
TEST_P(NativeSparse, NonfiniteNumbersComeOutAsInADenseProduct) {
  const NetworkSpec& spec = GetParam().spec;
  const size_t parameters = parameter_count(spec);
  const size_t columns = output_shape(spec).size();
  InputSource source(Draw::exact, 2);
  const std::vector<double> start = source.parameters(spec);
  const Features zeros{spec.input, 5, std::vector<uint8_t>(5 * spec.input.size()), 255.0};
  const std::vector<uint32_t> rows = first_rows(5);
  for (double bad : {kNan, kInfinity}) {
    const auto mine = native(spec, {5, 2}), yardstick = reference(spec, {5, 1});
    std::vector<double> canonical = start;
    canonical[parameter_blocks(spec)[0].outputs + 1] = bad;  // input 1, output 1
    mine->set_parameters(canonical);
    yardstick->set_parameters(canonical);
    const std::vector<double> logits = testing::as_doubles(mine->forward({&zeros, rows}));
    const std::vector<double> expected = testing::as_doubles(yardstick->forward({&zeros, rows}));
    EXPECT_TRUE(std::isnan(expected[1]) || std::isnan(expected[0]));
    EXPECT_LE(testing::relative_difference(logits, expected), testing::kForwardTolerance);

    mine->set_parameters(start);
    std::vector<double> d_logits = source.numbers(5 * columns);
    d_logits[0] = bad;
    const Pass found = run_pass(*mine, {&zeros, rows}, d_logits, parameters);
    const ParameterBlock& weight = parameter_blocks(spec)[parameter_blocks(spec).size() - 2];
    if (weight.layer == parameter_blocks(spec)[0].layer)
      EXPECT_TRUE(std::isnan(found.gradients[weight.offset]));  // 0 times `bad`
    else
      EXPECT_FALSE(std::isfinite(found.gradients[weight.offset + weight.count]));  // its bias
    EXPECT_EQ(found.gradients[1] == 0 || std::isnan(found.gradients[1]), true);
  }
}

TEST(NativeNumbers, BytesAreDividedAsFloatsAre) {
  std::vector<uint8_t> bytes(256);
  std::iota(bytes.begin(), bytes.end(), 0);
  const NetworkSpec identity{{1, 16, 16}, {}};
  // One weight of 1 for each byte that is not zero: the list of a row has a single entry.
  const NetworkSpec linear{vector_of(256), {Dense{1}}};
  const auto whole = native(identity, {1, 1}), sum = native(linear, {256, 1});
  std::vector<double> ones(257, 1.0);
  ones[256] = 0;
  sum->set_parameters(ones);
  std::vector<uint8_t> single(256 * 256);
  for (size_t i = 0; i < 256; ++i) single[i * 257] = static_cast<uint8_t>(i);
  for (double divisor : {255.0, 1.0, 2.0, 3.0, 7.0, 0.1, 1e30, 1e-30}) {
    const Features features{identity.input, 1, bytes, divisor};
    const Features diagonal{linear.input, 256, single, divisor};
    const std::vector<double> logits = testing::as_doubles(whole->forward({&features, {{0}}}));
    const std::vector<double> sums =
        testing::as_doubles(sum->forward({&diagonal, first_rows(256)}));
    for (size_t i = 0; i < bytes.size(); ++i) {
      EXPECT_EQ(logits[i], static_cast<float>(i) / static_cast<float>(divisor));
      EXPECT_EQ(sums[i], logits[i]);
    }
  }
}

TEST(NativeNumbers, NanWeightsGiveNanLogits) {
  const NetworkSpec spec{vector_of(784), {Dense{10}}};
  const auto network = native(spec, {3, 2});
  network->set_parameters(std::vector<double>(parameter_count(spec), kNan));
  const Features features{spec.input, 3, std::vector<uint8_t>(3 * 784), 255.0};
  for (double logit : testing::as_doubles(network->forward({&features, first_rows(3)})))
    EXPECT_TRUE(std::isnan(logit));
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
  const NetworkSpec spec = testing::vector_cases().back().spec;
  const auto network = native(spec, {8, 3});
  InputSource source(Draw::plain, 5);
  network->set_parameters(source.parameters(spec));
  const Features features = source.features(spec.input, 8, Stored::bytes);
  for (int step = 0; step < 3; ++step) {
    testing::descend(*network, {&features, first_rows(8)});
    std::atomic<int> kept = 0;
    network->parallel().over(3, 1, [&](size_t first, size_t last) {
      volatile float smallest_normal = std::numeric_limits<float>::min();
      volatile float half = smallest_normal / 2;
      kept += half * 2 == smallest_normal ? static_cast<int>(last - first) : 0;
    });
    EXPECT_EQ(kept, 3);
  }
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
  const auto network = native({vector_of(2), {Dense{3}}}, {4, 1});
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
  EXPECT_THROW(network->set_parameters(std::vector<double>(8)), Error);
  network->forward({&features, one});
  std::vector<double> in_double(3);
  EXPECT_THROW(network->backward(MatrixView<double>{in_double.data(), 1, 3}), Error);
}

}  // namespace
}  // namespace logitbench
