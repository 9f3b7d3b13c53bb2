// bfloat16 beside float32 with the same five seeds: the same initial weights and order of rows, so
// that the two differ in rounding alone.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

constexpr int kSeeds = 5;
// 0.3 points: what a user would still call the same accuracy. A mean of five differences between
// seeds of these models is good to 0.1.
constexpr double kLargestDifference = 0.003;

struct Case {
  const char* backend;
  const char* model;
  const char* model_yaml;
  int images;  // enough for 95 %, few for the time it takes
};
constexpr const char* kMlp = "{name: mlp, hidden: [128]}";

class Bfloat16 : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Backends, Bfloat16,
                         testing::Values(Case{"onednn", "mlp", kMlp, 60000},
                                         Case{"onednn", "cnn", "cnn", 30000},
                                         Case{"native", "mlp", kMlp, 60000},
                                         Case{"native", "cnn", "cnn", 30000}),
                         [](const auto& chosen) {
                           return std::string(chosen.param.backend) + "_" + chosen.param.model;
                         });

// oneDNN has bfloat16 kernels for these alone; the native backend runs everywhere.
bool processor_has_bfloat16() {
  return read_file("/proc/cpuinfo").find("avx512_bf16") != std::string::npos;
}

TEST_P(Bfloat16, IsAsAccurateAsFloat) {
  const Scratch scratch;
  const std::string images = std::to_string(GetParam().images);
  const std::string model = GetParam().model_yaml, backend = GetParam().backend;
  write_file(scratch / "c.yaml", "dataset: {name: mnist, validation: test, limit: " + images +
                                     "}\n"
                                     "model: " +
                                     model +
                                     "\n"
                                     "loss: cross_entropy\n"
                                     "optimizer: {name: adam, lr: 0.001}\n"
                                     "train: {epochs: 2, batch_size: 128}\n"
                                     "backend: {name: " +
                                     backend +
                                     ", threads: 1}\n"
                                     "sweep:\n"
                                     "  repeats: 5\n"
                                     "  parameters: {backend.dtype: [f32, bf16]}\n");
  const Outcome outcome =
      logitbench({"run", "c.yaml", "--quiet", "--out", (scratch / "r").string()}, scratch.path());
  if (backend == "onednn" && !processor_has_bfloat16()) {
    EXPECT_NE(outcome.exit_code, 0);
    EXPECT_NE((outcome.out + outcome.err).find("AVX-512"), std::string::npos)
        << outcome.out << outcome.err;
    return;
  }
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;

  std::map<std::string, double> mean;
  std::map<std::string, std::set<std::string>> losses_of_seed;
  for (const CsvRow& run : read_csv(scratch / "r/runs.csv")) {
    const double accuracy = std::stod(run.at("final.valid.accuracy"));
    EXPECT_GT(accuracy, 0.95) << run.at("run_id");
    mean[run.at("backend.dtype")] += accuracy / kSeeds;
    losses_of_seed[run.at("seed")].insert(run.at("final.valid.loss"));
  }
  EXPECT_NEAR(mean.at("bf16"), mean.at("f32"), kLargestDifference);
  EXPECT_EQ(losses_of_seed.size(), static_cast<size_t>(kSeeds));
  for (const auto& [seed, losses] : losses_of_seed)
    EXPECT_EQ(losses.size(), 2U) << "nothing was rounded with seed " << seed;
}

}  // namespace
}  // namespace logitbench::end_to_end
