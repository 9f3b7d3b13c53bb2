#include "core/train/initialize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/random/streams.h"

namespace logitbench {
namespace {

const NetworkSpec kLinear{{1, 28, 28}, {Flatten{}, Dense{2}}};

TEST(InitialParameters, torch_kaiming_is_the_layer_that_pytorch_makes) {
  const auto golden =
      nlohmann::json::parse(std::ifstream(LOGITBENCH_SOURCE_DIR "/tools/peers/golden/random.json"));
  const NetworkSpec spec{{1, 1, 4}, {Dense{3}}};
  InitConfig init;
  init.scheme = InitScheme::kaiming_uniform;
  init.generator = Generator::torch;
  init.bias_same = true;
  for (const auto& [seed, torch] : golden.at("torch").items()) {
    const auto stream = make_stream(Generator::torch, std::stoull(seed));
    const std::vector<double> parameters = initial_parameters(spec, init, *stream);
    for (size_t in = 0; in < 4; ++in)
      for (size_t out = 0; out < 3; ++out)
        EXPECT_EQ(parameters[in * 3 + out], torch["linear_4_3"]["weight"][out][in].get<double>());
    for (size_t out = 0; out < 3; ++out)
      EXPECT_EQ(parameters[12 + out], torch["linear_4_3"]["bias"][out].get<double>());
  }
}

TEST(InitialParameters, normal_draws_weights_then_bias_as_the_notebook_does) {
  InitConfig init;
  init.scheme = InitScheme::normal;
  init.generator = Generator::torch;
  init.bias_same = true;
  const auto stream = make_stream(Generator::torch, 0), same = make_stream(Generator::torch, 0);
  const std::vector<double> parameters = initial_parameters(kLinear, init, *stream);
  std::vector<double> weights(784 * 2), bias(2);
  same->normal(weights);
  same->normal(bias);
  weights.insert(weights.end(), bias.begin(), bias.end());
  EXPECT_EQ(parameters, weights);
}

TEST(InitialParameters, zero_biases_draw_nothing) {
  InitConfig init;
  init.scheme = InitScheme::normal;
  init.generator = Generator::numpy;
  const auto stream = make_stream(Generator::numpy, 1), same = make_stream(Generator::numpy, 1);
  const NetworkSpec spec{{1, 1, 2}, {Dense{3}, Dense{3}}};
  const std::vector<double> parameters = initial_parameters(spec, init, *stream);
  std::vector<double> draws(6 + 9);
  same->normal(draws);
  for (size_t i = 0; i < 6; ++i) EXPECT_EQ(parameters[i], static_cast<float>(draws[i]));
  for (size_t i = 6; i < 9; ++i) EXPECT_EQ(parameters[i], 0.0);
  for (size_t i = 0; i < 9; ++i) EXPECT_EQ(parameters[9 + i], static_cast<float>(draws[6 + i]));
}

TEST(InitialParameters, glorot_fills_its_bounds_and_no_more) {
  InitConfig init;
  const auto stream = make_stream(Generator::counter, 5);
  const std::vector<double> parameters = initial_parameters(kLinear, init, *stream);
  const double bound = std::sqrt(6.0 / (784 + 2));
  const auto [smallest, largest] = std::minmax_element(parameters.begin(), parameters.end() - 2);
  EXPECT_LE(*largest, bound * (1 + 1e-7));  // rounded to float
  EXPECT_GE(*smallest, -bound * (1 + 1e-7));
  EXPECT_GT(*largest, 0.98 * bound);  // 1568 draws miss the outer hundredth once in 10^7
  EXPECT_LT(*smallest, -0.98 * bound);
}

TEST(InitialParameters, convolutions_count_their_window_as_inputs) {
  const NetworkSpec spec{{3, 8, 8}, {Conv2d{4, 5, Padding::same}}};
  const std::vector<ParameterBlock> blocks = parameter_blocks(spec);
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0].fan_in, 75U);
  EXPECT_EQ(blocks[0].fan_out, 100U);
  EXPECT_EQ(parameter_count(spec), 304U);
}

// PyTorch numbers a flattened image channel by channel, this program pixel by pixel.
TEST(InitialParameters, torch_order_behind_a_flattened_image_goes_channel_by_channel) {
  const NetworkSpec spec{{2, 2, 2}, {Flatten{}, Dense{1}}};
  InitConfig init;
  init.scheme = InitScheme::kaiming_uniform;
  init.generator = Generator::torch;
  const auto stream = make_stream(Generator::torch, 9), same = make_stream(Generator::torch, 9);
  const std::vector<double> parameters = initial_parameters(spec, init, *stream);
  std::vector<double> draws(8);
  same->uniform(draws, -1 / std::sqrt(8.0), 1 / std::sqrt(8.0));
  for (size_t channel = 0; channel < 2; ++channel)
    for (size_t pixel = 0; pixel < 4; ++pixel)
      EXPECT_EQ(parameters[pixel * 2 + channel], draws[channel * 4 + pixel]);
}

}  // namespace
}  // namespace logitbench
