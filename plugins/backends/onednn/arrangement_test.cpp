// However a network is laid out over memory and threads, it computes the same.
#include <gtest/gtest.h>
#include <logitbench_testing/backend_parity.h>

#include "network.h"

namespace logitbench::onednn {
namespace {

using testing::Draw;
using testing::Findings;
using testing::NetworkCase;

testing::Compile compile_as(bool split_rows, bool transposed) {
  return [=](const NetworkSpec& spec, const CompileOptions& options) {
    Arrangement arrangement = arrange(spec, options, kFloat);
    arrangement.split_rows = split_rows;
    arrangement.transposed = [=](const ParameterBlock&) { return transposed; };
    return std::make_unique<OneDnnNetwork>(spec, options, arrangement);
  };
}

class OneDnnArrangements : public ::testing::TestWithParam<NetworkCase> {};

// More threads than rows, too: 3 threads and batches of 1 and 2. check_parity compiles its
// yardstick for one thread, where no rows are split.
TEST_P(OneDnnArrangements, SplitRowsAgreeWithOnePlan) {
  for (const size_t threads : {2, 3})
    EXPECT_EQ(testing::check_parity(compile_as(true, false), compile_as(false, false), GetParam(),
                                    threads, {17, 3, 17, 1, 2}),
              Findings{})
        << threads << " threads";
}

TEST_P(OneDnnArrangements, TransposedWeightsAgreeWithCanonicalOnes) {
  EXPECT_EQ(testing::check_parity(compile_as(false, true), compile_as(false, false), GetParam(), 2,
                                  {17, 3}),
            Findings{});
}

std::vector<NetworkCase> cases() {
  std::vector<NetworkCase> result = testing::vector_cases();
  for (const NetworkCase& network : testing::image_cases())
    if (network.name.starts_with("conv_")) result.push_back(network);
  return result;
}

std::string name_of(const ::testing::TestParamInfo<NetworkCase>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Networks, OneDnnArrangements, ::testing::ValuesIn(cases()), name_of);

}  // namespace
}  // namespace logitbench::onednn
