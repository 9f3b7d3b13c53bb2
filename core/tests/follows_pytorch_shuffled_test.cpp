// An MLP and notebook 000's CNN on shuffled MNIST, epoch by epoch beside a PyTorch program with the
// same seed: its initial weights, the orders that its DataLoaders draw, its optimizers. The golden
// file is made by tools/peers/mnist_torch.py.
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

// Relative, of the losses. The two differ in how they round float32 sums alone. Measured: the MLP's
// losses agree to 1e-6, the CNN's train losses to 2e-3; at larger steps PyTorch in float32 does not
// follow itself on the CNN (tools/peers/README.md).
constexpr double kTolerance = 0.005;

// The settings of tools/peers/mnist_torch.py, by the names that its file has for them.
struct Case {
  const char* backend;
  const char* model;
  const char* optimizer;
  const char* model_yaml;
  const char* optimizer_yaml;
};
constexpr const char* kMlp = "name: mlp, hidden: [128]";
constexpr const char* kCnn = "name: cnn";
constexpr const char* kSgd =
    "name: sgd, lr: 0.05, momentum: 0.9, nesterov: true, weight_decay: 1e-4";
constexpr const char* kAdam = "name: adam, lr: 0.001, weight_decay: 1e-4";
constexpr const char* kAdamw = "name: adamw, lr: 0.001, weight_decay: 0.01";
constexpr const char* kSmallAdam = "name: adam, lr: 1e-4, weight_decay: 1e-4";

// One thread: so PyTorch ran, and a test beside others does not wait for a busy core.
std::string yaml(const Case& c) {
  const std::string model = c.model_yaml, optimizer = c.optimizer_yaml, backend = c.backend;
  return "dataset: {name: mnist, limit: 12800, validation: test}\n"
         "model: {" +
         model +
         ", init: {scheme: kaiming_uniform, generator: torch, bias: same}}\n"
         "loss: cross_entropy\n"
         "optimizer: {" +
         optimizer +
         "}\n"
         "train: {epochs: 3, batch_size: 128, shuffle: true, generator: torch}\n"
         "backend: {name: " +
         backend +
         ", threads: 1}\n"
         "sweep: {repeats: 2}\n";
}

class FollowsPyTorchShuffled : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Backends, FollowsPyTorchShuffled,
                         testing::Values(Case{"onednn", "mlp", "sgd", kMlp, kSgd},
                                         Case{"onednn", "mlp", "adam", kMlp, kAdam},
                                         Case{"onednn", "mlp", "adamw", kMlp, kAdamw},
                                         Case{"onednn", "cnn", "adam", kCnn, kSmallAdam},
                                         Case{"reference", "mlp", "sgd", kMlp, kSgd}),
                         [](const auto& chosen) {
                           return std::string(chosen.param.backend) + "_" + chosen.param.model +
                                  "_" + chosen.param.optimizer;
                         });

TEST_P(FollowsPyTorchShuffled, epoch_by_epoch) {
  const Scratch scratch;
  write_file(scratch / "c.yaml", yaml(GetParam()));
  const Outcome outcome =
      logitbench({"run", "c.yaml", "--out", (scratch / "r").string()}, scratch.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;

  std::map<std::string, std::string> seed_of_run;
  for (const CsvRow& run : read_csv(scratch / "r/runs.csv"))
    seed_of_run[run.at("run_id")] = run.at("seed");
  std::map<std::tuple<std::string, std::string, std::string>, double> ours;
  for (const CsvRow& row : read_csv(scratch / "r/curves.csv"))
    ours[{seed_of_run.at(row.at("run_id")), row.at("epoch"),
          row.at("split") + "." + row.at("metric")}] = std::stod(row.at("value"));

  const bool cnn = std::string(GetParam().model) == "cnn";
  size_t compared = 0;
  for (const CsvRow& row : read_csv(LOGITBENCH_SOURCE_DIR "/tools/peers/golden/mnist_torch.csv")) {
    if (row.at("model") != GetParam().model || row.at("optimizer") != GetParam().optimizer)
      continue;
    const std::string& metric = row.at("metric");
    // What single weights of the CNN do after an epoch is less settled than the mean over it.
    if (cnn && metric != "train.loss") continue;
    SCOPED_TRACE("seed " + row.at("seed") + " epoch " + row.at("epoch") + " " + metric);
    const auto found = ours.find({row.at("seed"), row.at("epoch"), metric});
    ASSERT_NE(found, ours.end());
    const double expected = std::stod(row.at("value"));
    // A handful of the 10,000 rows may be decided otherwise.
    EXPECT_NEAR(found->second, expected,
                metric == "valid.accuracy" ? 0.0005 : kTolerance * expected);
    ++compared;
  }
  EXPECT_EQ(compared, 2U * 3 * (cnn ? 1 : 3));  // seeds, epochs, metrics
}

}  // namespace
}  // namespace logitbench::end_to_end
