#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench_testing/backend_determinism.h>
#include <logitbench_testing/backend_parity.h>

#include <atomic>
#include <limits>
#include <numeric>

#include "core/plugin/plugin_host.h"

namespace logitbench {
namespace {

using testing::Findings;
using testing::NetworkCase;

PluginHost& host() {
  static PluginHost plugins({LOGITBENCH_PLUGIN_DIR});
  return plugins;
}

std::unique_ptr<Network> onednn(const NetworkSpec& spec, const CompileOptions& options) {
  Map parameters;
  parameters.set("dtype", "f32");
  return host().backend("onednn")->compile(parameters, spec, options);
}

std::unique_ptr<Network> reference(const NetworkSpec& spec, const CompileOptions& options) {
  Map parameters;
  parameters.set("dtype", "f64");
  return host().backend("reference")->compile(parameters, spec, options);
}

class OneDnn : public ::testing::TestWithParam<NetworkCase> {};

// Odd sizes, one row, short batches after full ones and back again.
TEST_P(OneDnn, AgreesWithTheReference) {
  for (size_t threads : {1, 2})
    EXPECT_EQ(testing::check_parity(onednn, reference, GetParam(), threads, {17, 3, 17, 1, 2, 5}),
              Findings{})
        << threads << " threads";
}

TEST_P(OneDnn, RepeatsToTheLastBit) {
  for (size_t threads : {1, 2})
    EXPECT_EQ(testing::check_determinism(onednn, GetParam(), 17, threads, threads), Findings{})
        << threads << " threads";
}

std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Vectors, OneDnn, ::testing::ValuesIn(testing::vector_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Images, OneDnn, ::testing::ValuesIn(testing::image_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(Notebook, OneDnn, ::testing::Values(testing::notebook_cnn_case()),
                         name_of);

TEST(OneDnnBatches, OfTrainingSizeAgreeWithTheReference) {
  for (const NetworkCase& network : testing::vector_cases())
    EXPECT_EQ(testing::check_parity(onednn, reference, network, 2, {128, 127, 128}), Findings{});
  EXPECT_EQ(testing::check_parity(onednn, reference, testing::notebook_cnn_case(), 2, {128, 96}),
            Findings{});
}

TEST(OneDnnBatches, MayBeTwoNetworksWithDifferentThreadsInTurns) {
  const NetworkSpec spec = testing::notebook_cnn_case().spec;
  testing::InputSource source(testing::Draw::plain, 3);
  const std::vector<double> start = source.parameters(spec);
  const Features features = source.features(spec.input, 32, testing::Stored::bytes);
  std::vector<uint32_t> rows(16);
  std::iota(rows.begin(), rows.end(), 0);
  const auto train = [&](Network& network, Network* other) {
    network.set_parameters(start);
    for (int step = 0; step < 3; ++step) {
      testing::descend(network, {&features, rows});
      if (other != nullptr) testing::descend(*other, {&features, rows});
    }
    std::vector<double> end(start.size());
    network.get_parameters(end);
    return end;
  };
  for (size_t threads : {1, 2}) {
    const auto alone = onednn(spec, {16, threads});
    const auto together = onednn(spec, {16, threads});
    const auto other = onednn(spec, {16, 3 - threads});
    EXPECT_TRUE(testing::same_bits(train(*alone, nullptr), train(*together, other.get())));
  }
}

TEST(OneDnnNumbers, BytesAreDividedAsFloatsAre) {
  std::vector<uint8_t> bytes(256);
  std::iota(bytes.begin(), bytes.end(), 0);
  const NetworkSpec identity{{1, 16, 16}, {}};
  const auto network = onednn(identity, {1, 1});
  const std::vector<uint32_t> rows = {0};
  for (double divisor : {255.0, 1.0, 2.0, 3.0, 7.0, 0.1, 1e30, 1e-30}) {
    const Features features{identity.input, 1, bytes, divisor};
    const auto logits = std::get<MatrixView<float>>(network->forward({&features, rows}));
    for (size_t i = 0; i < bytes.size(); ++i)
      EXPECT_EQ(logits.at(0, i), static_cast<float>(i) / static_cast<float>(divisor));
  }
}

TEST(OneDnnNumbers, NanWeightsGiveNanLogits) {
  const NetworkSpec spec{{1, 1, 784}, {Dense{10}}};
  const auto network = onednn(spec, {3, 2});
  network->set_parameters(
      std::vector<double>(parameter_count(spec), std::numeric_limits<double>::quiet_NaN()));
  const Features features{spec.input, 3, std::vector<uint8_t>(3 * 784), 255.0};
  const std::vector<uint32_t> rows = {0, 1, 2};
  for (double logit : testing::as_doubles(network->forward({&features, rows})))
    EXPECT_TRUE(std::isnan(logit));
}

TEST(OneDnnNumbers, DenormalsLiveInLoopsBetweenKernels) {
  const NetworkSpec spec = testing::notebook_cnn_case().spec;
  constexpr size_t kThreads = 3;
  const auto network = onednn(spec, {8, kThreads});
  testing::InputSource source(testing::Draw::plain, 5);
  network->set_parameters(source.parameters(spec));
  const Features features = source.features(spec.input, 8, testing::Stored::bytes);
  const std::vector<uint32_t> rows = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int step = 0; step < 3; ++step) {
    testing::descend(*network, {&features, rows});
    std::atomic<int> kept = 0;
    network->parallel().over(kThreads, 1, [&](size_t, size_t) {
      volatile float smallest_normal = std::numeric_limits<float>::min();
      volatile float half = smallest_normal / 2;
      kept += half * 2 == smallest_normal;
    });
    EXPECT_EQ(kept, kThreads);
  }
}

TEST(OneDnnParallel, CoversEachItemOnceWhateverTheGrain) {
  const auto network = onednn({{1, 1, 2}, {Dense{3}}}, {4, 3});
  EXPECT_EQ(network->parallel().threads(), 3u);
  for (size_t count : {0, 1, 2, 3, 7, 100})
    for (size_t grain : {1, 2, 60, 1000}) {
      std::vector<int> seen(count, 0);
      network->parallel().over(count, grain, [&](size_t first, size_t last) {
        for (size_t i = first; i < last; ++i) ++seen[i];
      });
      EXPECT_EQ(seen, std::vector<int>(count, 1));
    }
}

TEST(OneDnnErrors, NameWhatWasGivenAndWhatWasCompiled) {
  const auto network = onednn({{1, 1, 2}, {Dense{3}}}, {4, 1});
  std::vector<float> d_logits(3);
  EXPECT_THROW(network->backward(MatrixView<float>{d_logits.data(), 1, 3}), Error);
  const Features features{{1, 1, 2}, 6, std::vector<float>(12), 1.0};
  const Features other{{1, 1, 3}, 4, std::vector<float>(12), 1.0};
  const std::vector<uint32_t> five = {0, 1, 2, 3, 4}, outside = {6}, one = {0};
  EXPECT_THROW(network->forward({&features, five}), Error);
  EXPECT_THROW(network->forward({&features, {}}), Error);
  EXPECT_THROW(network->forward({&features, outside}), Error);
  EXPECT_THROW(network->forward({&other, one}), Error);
  EXPECT_THROW(network->set_parameters(std::vector<double>(8)), Error);
  network->forward({&features, one});
  std::vector<double> in_double(3);
  EXPECT_THROW(network->backward(MatrixView<double>{in_double.data(), 1, 3}), Error);
}

TEST(OneDnnPlugin, NamesTheLibraryThatDoesTheWork) {
  EXPECT_THAT(host().backend("onednn")->library,
              ::testing::MatchesRegex("oneDNN [0-9]+\\.[0-9]+\\.[0-9]+ \\([a-zA-Z]+\\)"));
}

}  // namespace
}  // namespace logitbench
