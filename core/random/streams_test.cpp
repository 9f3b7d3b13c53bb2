// Against PyTorch and NumPy themselves: tools/peers/golden/random.json, made by
// tools/peers/random_numbers.py.
#include "core/random/streams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <numeric>

#include <logitbench/error.h>
#include <nlohmann/json.hpp>

#include "core/random/philox_stream.h"
#include "core/random/torch_stream.h"

namespace logitbench {
namespace {

using nlohmann::json;

// Their libm computes in float32 with vectorised log, sin and cos (DESIGN section 9).
constexpr double kNormalTolerance = 3e-7;

const json& golden() {
  static const json loaded =
      json::parse(std::ifstream(LOGITBENCH_SOURCE_DIR "/tools/peers/golden/random.json"));
  return loaded;
}

std::vector<double> normals(RandomStream& stream, size_t n) {
  std::vector<double> out(n);
  stream.normal(out);
  return out;
}

void expect_near(const std::vector<double>& got, const json& expected, double tolerance) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) {
    const double value = expected[i];
    EXPECT_NEAR(got[i], value, tolerance * std::max(1.0, std::abs(value))) << "at " << i;
  }
}

TEST(NumpyStream, gives_numpys_numbers) {
  for (const auto& [seed, expected] : golden().at("numpy").items()) {
    SCOPED_TRACE("seed " + seed);
    const auto fresh = [&] { return make_stream(Generator::numpy, std::stoull(seed)); };
    expect_near(normals(*fresh(), expected.at("randn").size()), expected.at("randn"), 1e-15);
    std::vector<double> uniforms(expected.at("uniform_-1_1").size());
    fresh()->uniform(uniforms, -1, 1);
    EXPECT_EQ(json(uniforms), expected.at("uniform_-1_1"));
    EXPECT_EQ(json(fresh()->permutation(10)), expected.at("permutation_10"));
  }
}

TEST(NumpyStream, keeps_the_other_of_a_pair_between_calls) {
  const auto whole = make_stream(Generator::numpy, 5), parts = make_stream(Generator::numpy, 5);
  std::vector<double> expected = normals(*whole, 7), got = normals(*parts, 3);
  for (double value : normals(*parts, 4)) got.push_back(value);
  EXPECT_EQ(got, expected);
}

TEST(NumpyStream, refuses_a_seed_that_numpy_does_not_take) {
  EXPECT_THROW(make_stream(Generator::numpy, uint64_t{1} << 32), ConfigError);
}

TEST(TorchStream, gives_pytorchs_normals) {
  for (const auto& [seed, expected] : golden().at("torch").items()) {
    SCOPED_TRACE("seed " + seed);
    for (size_t n : {5, 10, 16, 20}) {
      const auto stream = make_stream(Generator::torch, std::stoull(seed));
      expect_near(normals(*stream, n), expected.at("randn_" + std::to_string(n)), kNormalTolerance);
    }
    // Notebook 004: randn((784, 2)), then randn(2) from the same generator.
    const json& notebook = expected.at("randn_784x2_then_2");
    const auto stream = make_stream(Generator::torch, std::stoull(seed));
    const std::vector<double> weights = normals(*stream, 784 * 2);
    expect_near({weights.begin(), weights.begin() + 8}, notebook.at("first8"), kNormalTolerance);
    expect_near({weights.end() - 8, weights.end()}, notebook.at("last8"), kNormalTolerance);
    expect_near(normals(*stream, 2), notebook.at("bias"), kNormalTolerance);
  }
}

TEST(TorchStream, gives_pytorchs_uniforms_and_permutations) {
  for (const auto& [seed, expected] : golden().at("torch").items()) {
    SCOPED_TRACE("seed " + seed);
    std::vector<double> uniforms(10);
    make_stream(Generator::torch, std::stoull(seed))->uniform(uniforms, -0.5, 0.5);
    EXPECT_EQ(json(uniforms), expected.at("uniform_-0.5_0.5_10"));
    EXPECT_EQ(json(TorchStream(std::stoull(seed)).randperm(10)), expected.at("randperm_10"));
  }
}

TEST(TorchStream, shuffles_as_a_data_loader_does) {
  for (const auto& [seed, expected] : golden().at("torch").items()) {
    SCOPED_TRACE("seed " + seed);
    const auto alone = make_stream(Generator::torch, std::stoull(seed));
    for (const json& epoch : expected.at("dataloader_10_epochs3"))
      EXPECT_EQ(json(alone->permutation(10)), epoch);
    const auto validated = make_stream(Generator::torch, std::stoull(seed));
    for (const json& epoch : expected.at("dataloader_10_with_validation_epochs3")) {
      EXPECT_EQ(json(validated->permutation(10)), epoch);
      validated->unshuffled_pass();
    }
  }
}

// Known answers of the authors' Random123 distribution (tests/kat_vectors).
TEST(Philox, gives_the_published_vectors) {
  using Words = std::array<uint32_t, 4>;
  EXPECT_EQ(philox4x32_10({0, 0, 0, 0}, {0, 0}),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(
      philox4x32_10({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
      (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(
      philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
      (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

class EveryGenerator : public testing::TestWithParam<Generator> {};
INSTANTIATE_TEST_SUITE_P(All, EveryGenerator,
                         testing::Values(Generator::torch, Generator::numpy, Generator::counter));

TEST_P(EveryGenerator, draws_standard_normals) {
  const std::vector<double> values = normals(*make_stream(GetParam(), 7), 100000);
  double sum = 0, squares = 0, fourth = 0;
  for (double v : values) sum += v, squares += v * v, fourth += v * v * v * v;
  const double n = static_cast<double>(values.size());
  // Five standard errors of each moment's estimate: 1/sqrt(n), sqrt(2/n), sqrt(96/n).
  EXPECT_NEAR(sum / n, 0.0, 5 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1.0, 5 * std::sqrt(2 / n));
  EXPECT_NEAR(fourth / n, 3.0, 5 * std::sqrt(96 / n));
}

TEST_P(EveryGenerator, permutes_all_indices_evenly) {
  const auto stream = make_stream(GetParam(), 3);
  std::vector<int> first_index_count(5, 0);
  for (int draw = 0; draw < 5000; ++draw) {
    std::vector<uint32_t> order = stream->permutation(5);
    ++first_index_count[order[0]];
    std::sort(order.begin(), order.end());
    ASSERT_EQ(order, (std::vector<uint32_t>{0, 1, 2, 3, 4}));
  }
  for (int count : first_index_count) EXPECT_NEAR(count, 1000, 5 * std::sqrt(800));
  EXPECT_TRUE(stream->permutation(0).empty());
}

TEST_P(EveryGenerator, repeats_itself_for_a_seed_and_differs_between_seeds) {
  EXPECT_EQ(normals(*make_stream(GetParam(), 1), 40), normals(*make_stream(GetParam(), 1), 40));
  EXPECT_NE(normals(*make_stream(GetParam(), 1), 40), normals(*make_stream(GetParam(), 2), 40));
}

}  // namespace
}  // namespace logitbench
