// dtype: bf16, beside `reference` in double precision.
#include <gtest/gtest.h>
#include <logitbench_testing/backend_checks.h>

#include <bit>
#include <cmath>
#include <numeric>

#include "plugins/backends/onednn/testing/bfloat16_refusal.h"
#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

using testing::compile;
using testing::Draw;
using testing::InputSource;
using testing::NetworkCase;
using testing::Stored;

constexpr double kRounding = 0x1p-9;  // of a number to bfloat16, whose significand has 8 bits

double rounded(float value) {
  int exponent = 0;
  const double significand = std::frexp(value, &exponent);  // in [1/2, 1)
  return std::ldexp(std::nearbyint(significand * 256), exponent - 8);
}

float widened(uint16_t bfloat16) {
  return std::bit_cast<float>(static_cast<uint32_t>(bfloat16) << 16);
}

// ‖found - expected‖ / ‖expected‖: single numbers may come from sums that cancel.
double relative_distance(std::span<const double> found, std::span<const double> expected) {
  double difference = 0, size = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    difference += (found[i] - expected[i]) * (found[i] - expected[i]);
    size += expected[i] * expected[i];
  }
  return difference == 0 ? 0 : std::sqrt(difference / size);
}

// Each layer rounds its input and its weights, and on the way back a gradient; the logits' gradient
// is rounded at first. Twice that, as sums of both signs are smaller than their terms.
double forward_tolerance(const NetworkSpec& spec) {
  return 2 * kRounding * (1 + 2 * static_cast<double>(spec.layers.size()));
}

// Besides, a relu or a pool decides otherwise where rounding turns the order of two numbers: those
// that are some two roundings apart, about so large a share of all that are compared. Their terms
// go elsewhere, which changes a sum by the square root of the share. Twice that, as few terms have
// a share by chance, and a sigmoid's outputs lie closer together.
double gradient_tolerance(const NetworkSpec& spec) {
  double comparisons = 0;
  for (const Layer& layer : spec.layers) {
    const auto* activation = std::get_if<Activation>(&layer);
    if (activation != nullptr && activation->kind == ActivationKind::relu) comparisons += 1;
    if (const auto* pool = std::get_if<MaxPool2d>(&layer))
      comparisons += static_cast<double>(pool->size * pool->size - 1);
  }
  return 2 * kRounding * (1 + 3 * static_cast<double>(spec.layers.size())) +
         2 * std::sqrt(2 * kRounding * comparisons);
}

class OneDnnBfloat16 : public ::testing::TestWithParam<NetworkCase> {
 protected:
  static bool is_refused() {
    return onednn::is_refused_without_bfloat16([] {
      compile("onednn", "bf16", {testing::vector_of(1), {Dense{1}}}, {1, 1});
    });
  }
};

TEST_P(OneDnnBfloat16, AgreesWithTheReferenceToItsPrecision) {
  if (is_refused()) return;
  const NetworkSpec& spec = GetParam().spec;
  for (size_t threads : {1, 2}) {
    const auto mine = compile("onednn", "bf16", spec, {64, threads});
    const auto yardstick = compile("reference", "f64", spec, {64, 1});
    InputSource source(Draw::plain, 40 + threads);
    const std::vector<double> parameters = source.parameters(spec);
    mine->set_parameters(parameters);
    yardstick->set_parameters(parameters);
    constexpr Stored kinds[] = {Stored::bytes, Stored::floats, Stored::doubles};
    size_t batch = 0;
    for (size_t count : {64, 7, 64}) {
      const Features features = source.features(spec.input, count + 3, kinds[batch++]);
      const std::vector<uint32_t> rows = source.rows(count, features.rows);
      const RealMatrix logits = mine->forward({&features, rows});
      const RealMatrix expected = yardstick->forward({&features, rows});
      EXPECT_LE(relative_distance(testing::as_doubles(logits), testing::as_doubles(expected)),
                forward_tolerance(spec))
          << count << " rows, " << threads << " threads";
      const std::vector<double> d_logits = source.numbers(count * output_shape(spec).size());
      mine->backward(testing::Upstream(d_logits, logits).matrix);
      yardstick->backward(testing::Upstream(d_logits, expected).matrix);
      std::vector<double> found(parameter_count(spec), -1), wanted(found);
      mine->get_gradients(found);
      yardstick->get_gradients(wanted);
      for (const ParameterBlock& block : parameter_blocks(spec))
        EXPECT_LE(relative_distance(std::span(found).subspan(block.offset, block.count),
                                    std::span(wanted).subspan(block.offset, block.count)),
                  gradient_tolerance(spec))
            << count << " rows, " << threads << " threads, layer " << block.layer
            << (block.bias ? " bias" : " weight");
    }
  }
}

TEST_P(OneDnnBfloat16, RepeatsToTheLastBit) {
  if (is_refused()) return;
  const NetworkSpec& spec = GetParam().spec;
  for (size_t threads : {1, 2}) {
    InputSource source(Draw::plain, 9);
    const std::vector<double> start = source.parameters(spec);
    const Features features = source.features(spec.input, 40, Stored::bytes);
    const std::vector<uint32_t> rows = source.rows(40, features.rows);
    const std::vector<double> d_logits = source.numbers(40 * output_shape(spec).size());
    std::vector<double> outcomes[2];
    for (std::vector<double>& outcome : outcomes) {
      const auto network = compile("onednn", "bf16", spec, {40, threads});
      network->set_parameters(start);
      for (size_t count : {40, 13, 40}) {
        const RealMatrix logits = network->forward({&features, std::span(rows).first(count)});
        const std::vector<double> values = testing::as_doubles(logits);
        outcome.insert(outcome.end(), values.begin(), values.end());
        network->backward(
            testing::Upstream(std::span(d_logits).first(values.size()), logits).matrix);
        std::vector<double> gradients(parameter_count(spec));
        network->get_gradients(gradients);
        outcome.insert(outcome.end(), gradients.begin(), gradients.end());
      }
    }
    EXPECT_EQ(outcomes[0], outcomes[1]) << threads << " threads";
  }
}

// The values are kept as they were set; the copies are what the next forward reads.
TEST_P(OneDnnBfloat16, KeepsValuesInFloatAndComputesWithTheirCopies) {
  if (is_refused()) return;
  const NetworkSpec& spec = GetParam().spec;
  const auto network = compile("onednn", "bf16", spec, {5, 2});
  InputSource source(Draw::plain, 11);
  const std::vector<double> start = source.parameters(spec);
  network->set_parameters(start);
  std::vector<double> back(start.size());
  network->get_parameters(back);
  EXPECT_EQ(back, start);
  for (const ParameterArray& array : network->parameters()) {
    const auto values = std::get<std::span<float>>(array.values);
    ASSERT_EQ(array.bfloat16.size(), values.size());
    for (size_t i = 0; i < values.size(); ++i)
      EXPECT_EQ(widened(array.bfloat16[i]), rounded(values[i]));
    for (float& value : values) value *= 2;
    for (uint16_t& copy : array.bfloat16)
      if (widened(copy) != 0) copy = static_cast<uint16_t>(copy + 0x80);  // doubled
  }
  const Features features = source.features(spec.input, 5, Stored::bytes);
  const std::vector<uint32_t> rows = {0, 1, 2, 3, 4};
  const std::vector<double> doubled = testing::as_doubles(network->forward({&features, rows}));
  std::vector<double> twice = start;
  for (double& value : twice) value *= 2;
  const auto other = compile("onednn", "bf16", spec, {5, 2});
  other->set_parameters(twice);
  EXPECT_EQ(doubled, testing::as_doubles(other->forward({&features, rows})));
}

class OneDnnBfloat16Gather : public OneDnnBfloat16 {};

// A network without layers gives its input back. Some of these divisors have reciprocals that do
// not give all quotients.
TEST_P(OneDnnBfloat16Gather, RoundsTheFloatQuotient) {
  if (is_refused()) return;
  const NetworkSpec& spec = GetParam().spec;
  const auto network = compile("onednn", "bf16", spec, {1, 1});
  std::vector<uint8_t> bytes(256);
  std::iota(bytes.begin(), bytes.end(), 0);
  const std::vector<uint32_t> rows = {0};
  for (double divisor : {255.0, 1.0, 2.0, 3.0, 7.0, 0.1, 1e30, 1e-30}) {
    const Features stored_as_bytes{spec.input, 1, bytes, divisor};
    const Features stored_as_floats{spec.input, 1, std::vector<float>(bytes.begin(), bytes.end()),
                                    divisor};
    for (const Features* features : {&stored_as_bytes, &stored_as_floats}) {
      const auto logits = std::get<MatrixView<float>>(network->forward({features, rows}));
      for (size_t i = 0; i < bytes.size(); ++i)
        EXPECT_EQ(logits.at(0, i), rounded(static_cast<float>(i) / static_cast<float>(divisor)));
    }
  }
}

std::vector<NetworkCase> cases() {
  std::vector<NetworkCase> result = testing::vector_cases();
  for (const NetworkCase& network : testing::image_cases()) result.push_back(network);
  result.push_back(testing::notebook_cnn_case());
  return result;
}

std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Networks, OneDnnBfloat16, ::testing::ValuesIn(cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Bytes, OneDnnBfloat16Gather,
                         ::testing::Values(NetworkCase{"identity", {testing::vector_of(256), {}}}),
                         name_of);

}  // namespace
}  // namespace logitbench
