// The native backend's networks of vectors with activations and weights rounded to bfloat16.
#include <gtest/gtest.h>
#include <logitbench_testing/backend_parity.h>

#include <bit>

#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

using testing::compile;
using testing::Draw;
using testing::InputSource;
using testing::NetworkCase;
using testing::Stored;
using testing::vector_of;

// A rounding to 8 bits is off by 2^-9 at most. Two operands of each product, two layers of products
// in front of a logit and two behind, and the rounded value between them: at most 6 roundings in
// turn where all errors point one way. Sums of errors of either sign stay well below.
constexpr double kTolerance = 6 * 0x1p-9;

uint16_t nearest(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  return static_cast<uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}
float widened(uint16_t half) { return std::bit_cast<float>(static_cast<uint32_t>(half) << 16); }

// relu alone would make the comparison jump at zero: its cases are of the exact draw.
std::vector<NetworkCase> cases() {
  const Activation relu{ActivationKind::relu}, tanh{ActivationKind::tanh};
  return {
      {"linear", {vector_of(784), {Dense{10}}}},
      {"linear_20", {vector_of(100), {Dense{20}}}},
      {"tanh_mlp", {vector_of(90), {Dense{33}, tanh, Dense{5}}}},
      {"relu_mlp", {vector_of(128), {Dense{128}, relu, Dense{10}}}},
      {"spiral_mlp", {vector_of(2), {Dense{64}, relu, Dense{3}}}},
  };
}

Features some_features(InputSource& source, const Shape& shape, bool sparse) {
  Features features = source.features(shape, 64, Stored::bytes);
  auto& bytes = std::get<std::vector<uint8_t>>(features.values);
  for (size_t i = 0; sparse && i < bytes.size(); ++i)
    if (i % 7 != 0) bytes[i] = 0;
  return features;
}

class NativeBfloat16 : public ::testing::TestWithParam<NetworkCase> {};
std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Cases, NativeBfloat16, ::testing::ValuesIn(cases()), name_of);

TEST_P(NativeBfloat16, AgreesWithTheReferenceToItsDigits) {
  const NetworkSpec& spec = GetParam().spec;
  for (Draw draw : {Draw::plain, Draw::exact})
    for (bool sparse : {false, true})
      for (size_t threads : {1, 2}) {
        InputSource source(draw, 4);
        const auto mine = compile("native", "bf16", spec, {64, threads});
        const auto yardstick = compile("reference", "f64", spec, {64, 1});
        const std::vector<double> start = source.parameters(spec);
        mine->set_parameters(start);
        yardstick->set_parameters(start);
        const Features features = some_features(source, spec.input, sparse);
        const std::vector<uint32_t> rows = source.rows(50, 64);
        const RealMatrix logits = mine->forward({&features, rows});
        const RealMatrix expected = yardstick->forward({&features, rows});
        const double difference = testing::relative_difference(testing::as_doubles(logits),
                                                               testing::as_doubles(expected));
        EXPECT_LE(difference, kTolerance);
        // It must not be float in disguise; exact draws are exact in bfloat16 as far as one layer.
        if (draw == Draw::plain) {
          EXPECT_GT(difference, 1e-5);
        }
        if (draw == Draw::plain && testing::has_kinks(spec)) continue;
        const std::vector<double> d_logits = source.numbers(50 * output_shape(spec).size());
        mine->backward(testing::Upstream(d_logits, logits).matrix);
        yardstick->backward(testing::Upstream(d_logits, expected).matrix);
        std::vector<double> found(start.size()), wanted(start.size());
        mine->get_gradients(found);
        yardstick->get_gradients(wanted);
        for (const ParameterBlock& block : parameter_blocks(spec))
          EXPECT_LE(
              testing::relative_difference(std::span(found).subspan(block.offset, block.count),
                                           std::span(wanted).subspan(block.offset, block.count)),
              kTolerance)
              << "layer " << block.layer << (block.bias ? " bias" : " weight");
      }
}

TEST_P(NativeBfloat16, KeepsParametersInFloatAndComputesWithTheirCopies) {
  const NetworkSpec& spec = GetParam().spec;
  InputSource source(Draw::plain, 6);
  const auto network = compile("native", "bf16", spec, {8, 1});
  const std::vector<double> start = source.parameters(spec);
  network->set_parameters(start);
  std::vector<double> back(start.size());
  network->get_parameters(back);
  EXPECT_EQ(back, start);
  const ParameterArray& array = network->parameters()[0];
  const auto values = std::get<std::span<float>>(array.values);
  ASSERT_EQ(array.bfloat16.size(), values.size());
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(array.bfloat16[i], nearest(values[i]));

  const Features features = some_features(source, spec.input, true);
  const std::vector<uint32_t> rows = {0, 1, 2};
  const auto logits = [&] { return testing::as_doubles(network->forward({&features, rows})); };
  const std::vector<double> before = logits();
  // Too little for a copy of 8 bits to follow, in weights, which alone have copies that are used.
  const ParameterBlock weight = parameter_blocks(spec)[0];
  for (size_t i = 0; i < weight.count; ++i) values[i] = widened(array.bfloat16[i]);
  EXPECT_EQ(logits(), before);
  for (size_t i = 0; i < weight.count; ++i) array.bfloat16[i] = nearest(values[i] * 2);
  EXPECT_NE(logits(), before);
}

}  // namespace
}  // namespace logitbench
