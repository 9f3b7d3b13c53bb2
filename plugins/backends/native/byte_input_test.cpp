// Images that are mostly zero bytes, whose zeros the native backend leaves out.
#include <gtest/gtest.h>
#include <logitbench_testing/backend_checks.h>

#include <limits>
#include <random>

#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

using testing::Draw;
using testing::first_rows;
using testing::InputSource;
using testing::NetworkCase;
using testing::reference;
using testing::Stored;
using testing::vector_of;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::unique_ptr<Network> native(const NetworkSpec& spec, const CompileOptions& options) {
  return testing::compile("native", "f32", spec, options);
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

std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
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
    const std::vector<ParameterBlock> blocks = parameter_blocks(spec);
    const ParameterBlock& weight = blocks[blocks.size() - 2];
    if (weight.layer == parameter_blocks(spec)[0].layer)
      EXPECT_TRUE(std::isnan(found.gradients[weight.offset]));  // 0 times `bad`
    else
      EXPECT_FALSE(std::isfinite(found.gradients[weight.offset + weight.count]));  // its bias
    EXPECT_EQ(found.gradients[1] == 0 || std::isnan(found.gradients[1]), true);
  }
}

// One weight of 1 for each byte that is not zero: the list of a row has a single entry.
TEST(NativeSparseNumbers, BytesAreDividedAsFloatsAre) {
  const NetworkSpec spec{vector_of(256), {Dense{1}}};
  const auto network = native(spec, {256, 1});
  std::vector<double> ones(257, 1.0);
  ones[256] = 0;
  network->set_parameters(ones);
  std::vector<uint8_t> single(256 * 256);
  for (size_t i = 0; i < 256; ++i) single[i * 257] = static_cast<uint8_t>(i);
  for (double divisor : {255.0, 1.0, 2.0, 3.0, 7.0, 0.1, 1e30, 1e-30}) {
    const Features diagonal{spec.input, 256, single, divisor};
    const std::vector<double> sums =
        testing::as_doubles(network->forward({&diagonal, first_rows(256)}));
    for (size_t i = 0; i < sums.size(); ++i)
      EXPECT_EQ(sums[i], static_cast<float>(i) / static_cast<float>(divisor));
  }
}

}  // namespace
}  // namespace logitbench
