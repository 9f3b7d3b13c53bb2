// Batches of fewer rows than there are threads, after larger ones, on layers that are large enough
// to be split all the same.
#include <gtest/gtest.h>
#include <logitbench_testing/backend_checks.h>

#include <random>

#include "plugins/backends/testing/hosted_networks.h"

namespace logitbench {
namespace {

struct Case {
  const char* name;
  NetworkSpec spec;
};

class FewRows : public ::testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Native, FewRows,
                         ::testing::Values(Case{"narrow", {testing::vector_of(70000), {Dense{2}}}},
                                           Case{"listed", {testing::vector_of(8000), {Dense{40}}}}),
                         [](const auto& chosen) { return std::string(chosen.param.name); });

TEST_P(FewRows, OfMostlyZerosAgreeWithTheReference) {
  const NetworkSpec& spec = GetParam().spec;
  testing::InputSource source(testing::Draw::exact, 3);
  const std::vector<double> start = source.parameters(spec);
  Features features = source.features(spec.input, 4, testing::Stored::bytes);
  std::mt19937 bits(5);
  for (uint8_t& byte : std::get<std::vector<uint8_t>>(features.values))
    if (bits() % 6 != 0) byte = 0;
  for (size_t threads : {2, 3}) {
    const auto mine = testing::compile("native", "f32", spec, {4, threads}),
               yardstick = testing::reference(spec, {4, 1});
    for (Network* network : {mine.get(), yardstick.get()}) network->set_parameters(start);
    for (size_t count : {4, 1, 2}) {
      const std::vector<uint32_t> rows = testing::first_rows(count);
      const std::vector<double> d_logits = source.numbers(count * output_shape(spec).size());
      std::vector<double> gradients[2];
      for (size_t i = 0; i < 2; ++i) {
        Network& network = i == 0 ? *mine : *yardstick;
        const RealMatrix logits = network.forward({&features, rows});
        network.backward(testing::Upstream(d_logits, logits).matrix);
        gradients[i].resize(start.size());
        network.get_gradients(gradients[i]);
      }
      EXPECT_LE(testing::relative_difference(gradients[0], gradients[1]),
                testing::kGradientTolerance)
          << threads << " threads, " << count << " rows";
    }
  }
}

}  // namespace
}  // namespace logitbench
