// What every optimizer owes (core/api/optimizer.h): PyTorch's trajectories (tools/peers), the
// answer whether all values are finite, and the same bits however the arrays are cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include <nlohmann/json.hpp>

#include <logitbench/bfloat16.h>
#include <logitbench/error.h>
#include <logitbench_testing/chunked_parallel.h>
#include <logitbench_testing/parameters.h>

#include "core/config/config_node.h"
#include "core/config/validate.h"
#include "core/plugin/plugin_host.h"

namespace logitbench::testing {
namespace {

std::unique_ptr<Optimizer> make(const std::string& name, const Map& given) {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const OptimizerPlugin& plugin = *host.optimizer(name);
  return plugin.create(with_defaults(plugin.schema, given));
}

Map parameters_of(const nlohmann::json& fields) {
  Map result;
  for (const auto& [key, value] : fields.items())
    result.set(key, value.is_boolean() ? Value(value.get<bool>()) : Value(value.get<double>()));
  return result;
}

template <class Real>
void expect_trajectory(const nlohmann::json& golden, const nlohmann::json& test_case) {
  SCOPED_TRACE(test_case["optimizer"].get<std::string>() + test_case["parameters"].dump() +
               test_case["dtype"].get<std::string>());
  const auto optimizer =
      make(test_case["optimizer"].get<std::string>(), parameters_of(test_case["parameters"]));
  std::vector<Real> values = golden["start"].get<std::vector<Real>>();
  std::vector<Real> gradients(values.size());
  const ParameterArray array{std::span<Real>(values), std::span<Real>(gradients)};
  ChunkedParallel parallel(3);
  size_t compared = 0;
  for (size_t step = 1; step <= golden["gradients"].size(); ++step) {
    const auto gradient = golden["gradients"][step - 1].get<std::vector<Real>>();
    std::copy(gradient.begin(), gradient.end(), gradients.begin());
    EXPECT_TRUE(optimizer->step({&array, 1}, parallel));
    const auto found = test_case["after"].find(std::to_string(step));
    if (found == test_case["after"].end()) continue;
    const auto expected = found->get<std::vector<Real>>();
    // PyTorch fuses multiply and add and we do not. The values stay below 4 and each step rounds a
    // handful of terms of that size or smaller, so a few ε a step, and they add up.
    const Real tolerance = std::numeric_limits<Real>::epsilon() * 4 * static_cast<Real>(step);
    for (size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], tolerance) << i;
    ++compared;
  }
  EXPECT_EQ(compared, 3u);
}

TEST(Optimizers, FollowPyTorch) {
  std::ifstream file(LOGITBENCH_SOURCE_DIR "/tools/peers/golden/optimizers_torch.json");
  const nlohmann::json golden = nlohmann::json::parse(file);
  EXPECT_EQ(golden["cases"].size(), 20u);
  for (const nlohmann::json& test_case : golden["cases"])
    if (test_case["dtype"] == "float32")
      expect_trajectory<float>(golden, test_case);
    else
      expect_trajectory<double>(golden, test_case);
}

struct Named {
  std::string optimizer;
  Map parameters;
};

std::vector<Named> variants() {
  Map sgd, momentum, nesterov;
  for (Map* map : {&sgd, &momentum, &nesterov}) map->set("lr", 0.1);
  momentum.set("momentum", 0.9);
  nesterov.set("momentum", 0.9);
  nesterov.set("nesterov", true);
  nesterov.set("weight_decay", 0.01);
  return {{"sgd", sgd}, {"sgd", momentum}, {"sgd", nesterov}, {"adam", {}}, {"adamw", {}}};
}

// Two arrays, the second with an odd length, so that vector loops have a remainder.
template <class Real>
struct Network {
  std::vector<Real> values[2], gradients[2];

  Network() {
    for (size_t a = 0; a < 2; ++a)
      for (size_t i = 0; i < (a == 0 ? 64 : 1003); ++i) {
        values[a].push_back(static_cast<Real>(std::sin(static_cast<double>(i + a))));
        gradients[a].push_back(static_cast<Real>(std::cos(static_cast<double>(3 * i + a))));
      }
  }
  std::vector<ParameterArray> arrays() {
    return {{std::span<Real>(values[0]), std::span<Real>(gradients[0])},
            {std::span<Real>(values[1]), std::span<Real>(gradients[1])}};
  }
};

template <class Real>
void expect_nonfinite_found(const Named& variant) {
  for (const Real bad :
       {std::numeric_limits<Real>::quiet_NaN(), std::numeric_limits<Real>::infinity(),
        -std::numeric_limits<Real>::infinity()})
    for (const size_t position : {0, 63, 500, 1002}) {
      Network<Real> network;
      const auto optimizer = make(variant.optimizer, variant.parameters);
      ChunkedParallel parallel(4);
      EXPECT_TRUE(optimizer->step(network.arrays(), parallel));
      const size_t array = position < 64 ? 0 : 1;
      network.gradients[array][position] = bad;
      EXPECT_FALSE(optimizer->step(network.arrays(), parallel))
          << variant.optimizer << " with " << bad << " at " << position;
      EXPECT_FALSE(std::isfinite(network.values[array][position]));
    }
}

TEST(Optimizers, SayWhetherAllValuesAreFinite) {
  for (const Named& variant : variants()) {
    expect_nonfinite_found<float>(variant);
    expect_nonfinite_found<double>(variant);
  }
}

// A value that overflows is not finite either, although value and gradient were.
TEST(Optimizers, NoticeOverflow) {
  std::vector<float> values = {1, 3e38f}, gradients = {1, -3e38f};
  const ParameterArray array{std::span<float>(values), std::span<float>(gradients)};
  Map parameters;
  parameters.set("lr", 1.0);
  Serial serial;
  EXPECT_FALSE(make("sgd", parameters)->step({&array, 1}, serial));
}

TEST(Optimizers, SameBitsInAnyNumberOfChunks) {
  for (const Named& variant : variants()) {
    Network<float> whole, cut;
    const auto a = make(variant.optimizer, variant.parameters);
    const auto b = make(variant.optimizer, variant.parameters);
    Serial serial;
    ChunkedParallel chunked(7);
    for (int step = 0; step < 5; ++step) {
      a->step(whole.arrays(), serial);
      b->step(cut.arrays(), chunked);
    }
    for (size_t i = 0; i < 2; ++i)
      EXPECT_EQ(std::memcmp(whole.values[i].data(), cut.values[i].data(),
                            whole.values[i].size() * sizeof(float)),
                0)
          << variant.optimizer;
  }
}

// Whether `half` is the bfloat16 nearest to a finite value, of two equally near the even one.
bool is_nearest(float value, uint16_t half) {
  const auto distance = [&](uint16_t candidate) {
    // The double above the largest bfloat16 that infinity stands for when rounding.
    const double number = (candidate & 0x7fff) == 0x7f80
                              ? std::copysign(0x1p128, from_bfloat16(candidate))
                              : double{from_bfloat16(candidate)};
    return std::abs(double{value} - number);
  };
  const auto up = static_cast<uint16_t>(half + 1), down = static_cast<uint16_t>(half - 1);
  if (std::signbit(value) != std::signbit(from_bfloat16(half))) return false;
  for (const uint16_t other : {up, down}) {
    const bool across = (half ^ other) & 0x8000 || (other & 0x7fff) > 0x7f80;  // ±0, or NaN
    if (across) continue;
    if (distance(other) < distance(half)) return false;
    if (distance(other) == distance(half) && half % 2 != 0) return false;
  }
  return true;
}

TEST(Optimizers, RoundACopyOfEachValueToBfloat16) {
  for (const Named& variant : variants()) {
    Network<float> network, plain;
    std::vector<uint16_t> copies(network.values[1].size(), 0x7fff);
    std::vector<ParameterArray> arrays = network.arrays();
    arrays[1].bfloat16 = copies;
    const auto optimizer = make(variant.optimizer, variant.parameters);
    const auto without = make(variant.optimizer, variant.parameters);
    ChunkedParallel parallel(3);
    for (int step = 0; step < 3; ++step) {
      EXPECT_TRUE(optimizer->step(arrays, parallel));
      without->step(plain.arrays(), parallel);
      for (size_t i = 0; i < copies.size(); ++i)
        EXPECT_TRUE(is_nearest(network.values[1][i], copies[i]))
            << variant.optimizer << ' ' << network.values[1][i] << ' ' << copies[i];
    }
    for (size_t a = 0; a < 2; ++a) EXPECT_EQ(network.values[a], plain.values[a]);
  }
}

// Without momentum a gradient of zero leaves the value, so that it can be chosen to the bit.
TEST(Optimizers, RoundToBfloat16AtTheEdges) {
  std::vector<float> values = {1.0f,          -0.0f,     0x1.01p0f,        0x1.03p0f,
                               0x1.010002p0f, 0x1p-149f, -0x1.fffffep127f, 0x1.fefffep127f,
                               0x1.ffp127f};
  const std::vector<uint16_t> expected = {0x3f80, 0x8000, 0x3f80, 0x3f82, 0x3f81,
                                          0x0000, 0xff80, 0x7f7f, 0x7f80};
  // Of a NaN all of whose bits are in the lower half, or whose rounding would carry.
  for (const uint32_t nan : {0x7f800001u, 0x7fffffffu, 0xffffffffu})
    values.push_back(std::bit_cast<float>(nan));
  std::vector<float> gradients(values.size(), 0.0f);
  for (const float sign : {1.0f, -1.0f}) {
    values.push_back(0);
    gradients.push_back(sign * std::numeric_limits<float>::infinity());
  }
  std::vector<uint16_t> copies(values.size(), 0);
  const ParameterArray array{std::span<float>(values), std::span<float>(gradients), copies};
  Map parameters;
  parameters.set("lr", 1.0);
  Serial serial;
  EXPECT_FALSE(make("sgd", parameters)->step({&array, 1}, serial));
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(copies[i], expected[i]) << i;
  EXPECT_EQ(copies[values.size() - 2], 0xff80);
  EXPECT_EQ(copies[values.size() - 1], 0x7f80);
  for (size_t i = 0; i < values.size(); ++i)
    EXPECT_EQ(std::isnan(from_bfloat16(copies[i])), std::isnan(values[i])) << i;
}

TEST(Optimizers, NetworkWithoutParametersIsFinite) {
  Serial serial;
  for (const Named& variant : variants())
    EXPECT_TRUE(make(variant.optimizer, variant.parameters)->step({}, serial));
}

void expect_refusal(const std::string& name, const Map& parameters, const std::string& part) {
  try {
    make(name, parameters);
    ADD_FAILURE() << name << " was accepted; expected a message with: " << part;
  } catch (const ConfigError& error) {
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(Optimizers, RefuseWhatMakesNoSense) {
  Map nesterov;
  nesterov.set("lr", 0.1);
  nesterov.set("nesterov", true);
  expect_refusal("sgd", nesterov, "nesterov is true and momentum is 0");
}

TEST(Optimizers, TheSchemaBoundsTheDecaysOfAdam) {
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const Schema& schema = host.optimizer("adam")->schema;
  const Location place{std::make_shared<ConfigSource>(ConfigSource{"a.yaml", {}}), 3, 7};
  for (const char* name : {"beta1", "beta2"}) {
    ConfigNode section = map_node(place);
    ConfigNode& value = section.get_or_add(name, place);
    for (const char* fine : {"0", "0.999999"}) {
      value = scalar_node(fine, place);
      EXPECT_NO_THROW(validate_map(section, schema, "optimizer")) << name << ": " << fine;
    }
    for (const char* bad : {"-0.1", "1", "1.5"}) {
      value = scalar_node(bad, place);
      try {
        validate_map(section, schema, "optimizer");
        ADD_FAILURE() << name << ": " << bad << " was accepted";
      } catch (const ConfigError& error) {
        EXPECT_EQ(std::string(error.what())
                      .find("a.yaml:3:7: optimizer." + std::string(name) + ": found '" + bad +
                            "', expected a number of at least 0 and below 1"),
                  0u)
            << error.what();
      }
    }
  }
}

}  // namespace
}  // namespace logitbench::testing
