// The native backend's networks of images with activations and weights rounded to bfloat16.
#include <gtest/gtest.h>
#include <logitbench_testing/backend_checks.h>

#include <algorithm>
#include <bit>

#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

using testing::compile;
using testing::Draw;
using testing::Findings;
using testing::image;
using testing::InputSource;
using testing::NetworkCase;
using testing::Stored;

std::unique_ptr<Network> bfloat16(const NetworkSpec& spec, const CompileOptions& options) {
  return compile("native", "bf16", spec, options);
}

float rounded(double value) {
  const uint32_t bits = std::bit_cast<uint32_t>(static_cast<float>(value));
  return std::bit_cast<float>((bits + 0x7fffu + ((bits >> 16) & 1u)) & 0xffff0000u);
}

bool is_product(const Layer& layer) {
  return std::holds_alternative<Conv2d>(layer) || std::holds_alternative<Dense>(layer);
}
double products(const NetworkSpec& spec) {
  return static_cast<double>(std::count_if(spec.layers.begin(), spec.layers.end(), is_product));
}

// A rounding to 8 bits is off by 2^-9 at most. Each product has two rounded operands, and the way
// back through it has the weights once more.
double tolerance(const NetworkSpec& spec) { return 3 * products(spec) * 0x1p-9; }

std::vector<double> with_rounded_weights(const NetworkSpec& spec, std::vector<double> parameters) {
  for (const ParameterBlock& block : parameter_blocks(spec))
    for (size_t i = 0; i < block.count; ++i)
      if (!block.bias) parameters[block.offset + i] = rounded(parameters[block.offset + i]);
  return parameters;
}

// Numbers that a float network takes as they are.
Features rounded_rows(const Shape& shape, std::span<const double> numbers) {
  std::vector<float> values;
  for (double number : numbers) values.push_back(rounded(number));
  const size_t rows = values.size() / shape.size();
  return {shape, rows, std::move(values), 1.0};
}

// Each product with what follows it, and what comes before the first one. A pool of single pixels
// makes the native backend take them all for networks of images.
std::vector<NetworkSpec> pieces(const NetworkSpec& spec) {
  std::vector<NetworkSpec> result;
  Shape shape = spec.input;
  for (const Layer& layer : spec.layers) {
    if (result.empty() || is_product(layer)) result.push_back({shape, {MaxPool2d{1}}});
    result.back().layers.push_back(layer);
    shape = output_shape(layer, shape);
  }
  return result;
}

std::vector<NetworkCase> cases() {
  const Activation relu{ActivationKind::relu}, tanh{ActivationKind::tanh};
  const Conv2d conv{11, 3, Padding::same};
  std::vector<NetworkCase> cases = testing::image_cases();
  std::erase_if(cases, [](const NetworkCase& network) {
    const auto& layers = network.spec.layers;
    return std::holds_alternative<Flatten>(layers[0]) || products(network.spec) == 0;
  });
  cases.push_back({"winograd", {image(9, 8, 7), {conv, relu, conv, tanh, Flatten{}, Dense{3}}}});
  // Without a pool: tanh is rounded even in exact draws, and a pool behind it finds other winners.
  cases.push_back({"activation_first", {image(2, 6, 6), {tanh, conv, Flatten{}, Dense{17}}}});
  return cases;
}

class NativeBfloat16Images : public ::testing::TestWithParam<NetworkCase> {};
std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Cases, NativeBfloat16Images, ::testing::ValuesIn(cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Notebook, NativeBfloat16Images,
                         ::testing::Values(testing::notebook_cnn_case()), name_of);

// Batches of whole blocks of 16 images and not.
TEST_P(NativeBfloat16Images, AreFloatNetworksWithRoundingInFrontOfEachProduct) {
  const NetworkSpec& spec = GetParam().spec;
  for (size_t threads : {1, 2}) {
    InputSource source(Draw::plain, 3);
    const auto network = bfloat16(spec, {35, threads});
    const std::vector<double> parameters = source.parameters(spec);
    network->set_parameters(parameters);
    const std::vector<double> copies = with_rounded_weights(spec, parameters);
    for (size_t count : {35, 3, 16, 17}) {
      const std::vector<double> numbers = source.numbers(count * spec.input.size());
      const std::vector<uint32_t> rows = testing::first_rows(count);
      const Features given{spec.input, count, std::vector<float>(numbers.begin(), numbers.end()),
                           1.0};
      const std::vector<double> logits = testing::as_doubles(network->forward({&given, rows}));

      std::vector<double> values = numbers;
      size_t used = 0;
      for (const NetworkSpec& piece : pieces(spec)) {
        const auto part = compile("native", "f32", piece, {35, threads});
        part->set_parameters(std::span(copies).subspan(used, parameter_count(piece)));
        used += parameter_count(piece);
        Features features{piece.input, count, std::vector<float>(values.begin(), values.end()), 1};
        if (is_product(piece.layers[1]) || std::holds_alternative<MaxPool2d>(piece.layers[1]))
          features = rounded_rows(piece.input, values);
        values = testing::as_doubles(part->forward({&features, rows}));
      }
      EXPECT_TRUE(testing::same_bits(logits, values)) << count << " rows, " << threads;
    }
  }
}

TEST_P(NativeBfloat16Images, AgreeWithTheReferenceToTheirDigits) {
  const NetworkSpec& spec = GetParam().spec;
  // Sums of two layers are no longer exact in bfloat16, so that a pool finds other winners.
  const bool is_notebook = GetParam().name == "notebook_cnn";
  for (Draw draw : {Draw::plain, Draw::exact})
    for (size_t threads : {1, 2}) {
      InputSource source(draw, 4);
      const auto mine = bfloat16(spec, {50, threads});
      const auto yardstick = compile("reference", "f64", spec, {50, 1});
      const std::vector<double> start = source.parameters(spec);
      mine->set_parameters(start);
      yardstick->set_parameters(start);
      const Features features = source.features(spec.input, 64, Stored::bytes);
      const std::vector<uint32_t> rows = source.rows(50, 64);
      const RealMatrix logits = mine->forward({&features, rows});
      const RealMatrix expected = yardstick->forward({&features, rows});
      const double difference =
          testing::relative_difference(testing::as_doubles(logits), testing::as_doubles(expected));
      EXPECT_LE(difference, tolerance(spec));
      if (draw == Draw::plain) {
        EXPECT_GT(difference, testing::kForwardTolerance) << "float in disguise";
      }
      if (is_notebook || (draw == Draw::plain && testing::has_kinks(spec))) continue;
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
            tolerance(spec))
            << "layer " << block.layer << (block.bias ? " bias" : " weight");
    }
}

TEST_P(NativeBfloat16Images, RepeatToTheLastBit) {
  for (size_t threads : {1, 2})
    EXPECT_EQ(testing::check_determinism(bfloat16, GetParam(), 35, threads, threads), Findings{})
        << threads << " threads";
}

TEST(NativeBfloat16ImageWeights, AreTheCopiesThatAnOptimizerWrites) {
  const NetworkSpec spec = testing::notebook_cnn_case().spec;
  InputSource source(Draw::plain, 6);
  const auto network = bfloat16(spec, {8, 2});
  const std::vector<double> start = source.parameters(spec);
  network->set_parameters(start);
  std::vector<double> back(start.size());
  network->get_parameters(back);
  EXPECT_EQ(back, start);

  const ParameterArray& array = network->parameters()[0];
  ASSERT_EQ(array.bfloat16.size(), std::get<std::span<float>>(array.values).size());
  const Features features = source.features(spec.input, 8, Stored::bytes);
  const std::vector<uint32_t> rows = {0, 1, 2};
  const auto logits = [&] { return testing::as_doubles(network->forward({&features, rows})); };
  const std::vector<double> before = logits();
  for (uint16_t& copy : array.bfloat16) copy = 0;
  EXPECT_NE(logits(), before);
}

}  // namespace
}  // namespace logitbench
