// oneDNN serves every shape, some of them by reference implementations that are twenty times
// slower. The networks of the notebooks must not end there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench_testing/network_cases.h>

#include <float_network/parameter_store.h>
#include "omp_runtime.h"
#include "plan.h"

namespace logitbench::onednn {
namespace {

using ::testing::Each;
using testing::NetworkCase;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> implementations(const NetworkSpec& spec, size_t rows, size_t threads) {
  const ParameterStore parameters(spec);
  const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  const KernelScope scope(threads);
  return Plan(engine, spec, parameters, rows).implementations();
}

class OneDnnImplementations : public ::testing::TestWithParam<NetworkCase> {};

// Full batches, the last one of 60,000 images in batches of 256, a single row.
TEST_P(OneDnnImplementations, AreNotReferenceOnes) {
  for (const size_t threads : {1, 2})
    for (const size_t rows : {128, 256, 96, 1}) {
      const auto names = implementations(GetParam().spec, rows, threads);
      // Forward and the weights' gradients at least.
      EXPECT_GE(names.size(), 2u);
      EXPECT_THAT(names, Each(Not(StartsWith("ref"))))
          << rows << " rows, " << threads << " threads";
    }
}

std::vector<NetworkCase> notebook_cases() {
  std::vector<NetworkCase> cases = {testing::notebook_cnn_case()};
  for (const NetworkCase& network : testing::vector_cases())
    for (const char* name : {"linear_mnist", "mlp128", "spiral_mlp"})
      if (network.name == name) cases.push_back(network);
  return cases;
}

std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Notebooks, OneDnnImplementations, ::testing::ValuesIn(notebook_cases()),
                         name_of);

}  // namespace
}  // namespace logitbench::onednn
