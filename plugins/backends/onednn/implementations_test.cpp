// oneDNN serves every shape, some of them by reference implementations that are twenty times
// slower. The networks of the notebooks and benchmarks must not end there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench_testing/network_cases.h>

#include "batch_plan.h"
#include "bfloat16_support.h"
#include "testing/bfloat16_refusal.h"

namespace logitbench::onednn {
namespace {

using ::testing::Each;
using testing::NetworkCase;
using ::testing::Not;
using ::testing::StartsWith;

constexpr DataType kHalf = DataType::bf16;

std::vector<std::string> implementations(const NetworkSpec& spec, DataType type, size_t rows,
                                         size_t threads) {
  const Arrangement arrangement = arrange(spec, {rows, threads}, type);
  const ParameterStore store(spec, type == kFloat ? RoundedCopy::none : RoundedCopy::bfloat16,
                             arrangement.transposed);
  std::vector<Buffer> buffers;
  std::vector<float*> gradients = {store.gradients()};
  while (arrangement.split_rows && gradients.size() < threads)
    gradients.push_back(buffers.emplace_back(store.size()).data());
  const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return BatchPlan(engine, spec, store, gradients, arrangement, rows).implementations();
}

class OneDnnImplementations : public ::testing::TestWithParam<std::tuple<NetworkCase, DataType>> {
 protected:
  const NetworkSpec& spec() const { return std::get<0>(GetParam()).spec; }
  DataType type() const { return std::get<1>(GetParam()); }
};

// Full batches, the last one of 60,000 images in batches of 256, a single row.
TEST_P(OneDnnImplementations, AreNotReferenceOnes) {
  if (type() == kHalf && is_refused_without_bfloat16(require_bfloat16)) return;
  for (const size_t threads : {1, 2})
    for (const size_t rows : {128, 256, 96, 1}) {
      const auto names = implementations(spec(), type(), rows, threads);
      // Forward and the weights' gradients at least.
      EXPECT_GE(names.size(), 2u);
      EXPECT_THAT(names, Each(Not(StartsWith("ref"))))
          << rows << " rows, " << threads << " threads";
    }
}

std::vector<NetworkCase> benchmark_cases() {
  const Activation relu{ActivationKind::relu};
  std::vector<NetworkCase> cases = {
      testing::notebook_cnn_case(),
      {"mlp1024", {testing::vector_of(784), {Dense{1024}, relu, Dense{1024}, relu, Dense{10}}}}};
  for (const NetworkCase& network : testing::vector_cases())
    for (const char* name : {"linear_mnist", "mlp128", "spiral_mlp"})
      if (network.name == name) cases.push_back(network);
  return cases;
}

std::string name_of(const ::testing::TestParamInfo<std::tuple<NetworkCase, DataType>>& info) {
  return std::get<0>(info.param).name + (std::get<1>(info.param) == kHalf ? "_bf16" : "_f32");
}
INSTANTIATE_TEST_SUITE_P(Benchmarks, OneDnnImplementations,
                         ::testing::Combine(::testing::ValuesIn(benchmark_cases()),
                                            ::testing::Values(kFloat, kHalf)),
                         name_of);

// Nobody wants the gradient of the images.
TEST(OneDnnSteps, AreAsManyAsTheMathematicsNeeds) {
  const NetworkSpec linear{testing::vector_of(20), {Dense{7}}};
  EXPECT_EQ(implementations(linear, kFloat, 17, 1).size(),
            3u);  // forward, gradients of weights and bias
  const NetworkSpec mlp{testing::vector_of(20), {Dense{9}, Activation{}, Dense{7}}};
  // Two forward, the activation in the first; four gradients of parameters, the one of the hidden
  // layer's output, and the activation's.
  EXPECT_EQ(implementations(mlp, kFloat, 17, 1).size(), 8u);
}

// In a process of its own: oneDNN reads the environment once.
TEST(OneDnnBfloat16DeathTest, IsRefusedWhereTheProcessorMayNotUseIt) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto ask = [] {
    setenv("ONEDNN_MAX_CPU_ISA", "AVX512_CORE", 1);
    try {
      require_bfloat16();
    } catch (const ConfigError& error) {
      fputs(error.what(), stderr);
      exit(7);
    }
    exit(0);
  };
  EXPECT_EXIT(ask(), ::testing::ExitedWithCode(7), "AVX512_BF16.*dtype: f32");
}

}  // namespace
}  // namespace logitbench::onednn
