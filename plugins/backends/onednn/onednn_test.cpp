#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench_testing/backend_checks.h>

#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

using testing::Findings;
using testing::NetworkCase;
using testing::reference;

std::unique_ptr<Network> onednn(const NetworkSpec& spec, const CompileOptions& options) {
  return testing::compile("onednn", "f32", spec, options);
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
  const std::vector<uint32_t> rows = testing::first_rows(16);
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
  EXPECT_EQ(testing::check_byte_quotients(onednn), Findings{});
}

TEST(OneDnnNumbers, NanWeightsGiveNanLogitsAndGradients) {
  EXPECT_EQ(testing::check_nan_parameters(onednn, {{1, 1, 784}, {Dense{10}}}), Findings{});
}

TEST(OneDnnNumbers, DenormalsLiveInLoopsBetweenKernels) {
  EXPECT_EQ(testing::check_denormals_between_kernels(onednn, testing::notebook_cnn_case().spec, 8),
            Findings{});
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

TEST(OneDnnErrors, NameTheBackend) {
  EXPECT_EQ(testing::check_refusals(onednn, {{1, 1, 2}, {Dense{3}}}, "backend onednn"), Findings{});
}

TEST(OneDnnPlugin, NamesTheLibraryThatDoesTheWork) {
  EXPECT_THAT(testing::host().backend("onednn")->library,
              ::testing::MatchesRegex("oneDNN [0-9]+\\.[0-9]+\\.[0-9]+ \\([a-zA-Z]+\\)"));
}

}  // namespace
}  // namespace logitbench
