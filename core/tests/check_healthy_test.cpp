// Twenty healthy experiments of different kinds, in which `logitbench check` finds nothing above
// info.
#include <gtest/gtest.h>

#include "core/tests/tiny_images.h"

namespace logitbench::end_to_end {
namespace {

struct Healthy {
  const char* name;
  const char* yaml;
};

constexpr Healthy kHealthy[] = {
    {"idx_linear",
     "dataset: {name: idx, dir: data}\nmodel: linear\nloss: cross_entropy\n"
     "train: {epochs: 5, batch_size: 30}\n"},
    {"idx_mlp_adam",
     "dataset: {name: idx, dir: data}\nmodel: {name: mlp, hidden: [32, 16]}\nloss: cross_entropy\n"
     "optimizer: adam\ntrain: {epochs: 5}\n"},
    {"idx_fraction",
     "dataset: {name: idx, dir: data, validation: 0.25}\nmodel: linear\nloss: log_softmax_nll\n"
     "train: {epochs: 5, batch_size: 16}\n"},
    {"idx_naive_chain",
     "dataset: {name: idx, dir: data}\nmodel: linear\nloss: softmax_log_nll\n"
     "optimizer: {name: sgd, lr: 0.05}\ntrain: {epochs: 5, batch_size: 32}\n"},
    {"idx_clipped_momentum",
     "dataset: {name: idx, dir: data}\nmodel: {name: mlp, hidden: [24]}\nloss: "
     "clipped_softmax_nll\n"
     "optimizer: {name: sgd, lr: 0.02, momentum: 0.9, nesterov: true}\n"
     "train: {epochs: 5, batch_size: 32}\n"},
    {"idx_softmax_maximized",
     "dataset: {name: idx, dir: data}\nmodel: linear\n"
     "loss: {name: softmax_prob, objective: maximize}\ntrain: {epochs: 5, batch_size: 32}\n"},
    {"idx_sum",
     "dataset: {name: idx, dir: data}\nmodel: linear\nloss: cross_entropy\nreduction: sum\n"
     "optimizer: {name: sgd, lr: 0.003}\ntrain: {epochs: 5, batch_size: 32}\n"},
    {"idx_torch_like",
     "dataset: {name: idx, dir: data}\n"
     "model: {name: mlp, hidden: [16], init: {scheme: kaiming_uniform, generator: torch, bias: "
     "same}}\n"
     "loss: cross_entropy\ntrain: {epochs: 5, batch_size: 32}\n"},
    {"idx_sequential",
     "dataset: {name: idx, dir: data}\n"
     "model: {name: sequential, layers: [conv2d: {out: 4, kernel: 3, padding: same}, relu, "
     "flatten, "
     "dense: {out: 12}, tanh, dense: {out: 3}]}\n"
     "loss: cross_entropy\ntrain: {epochs: 5, batch_size: 32}\n"},
    {"idx_reference_in_order",
     "dataset: {name: idx, dir: data}\nmodel: linear\nloss: cross_entropy\nbackend: reference\n"
     "train: {epochs: 5, batch_size: 32, shuffle: false}\n"},
    {"idx_sweep",
     "dataset: {name: idx, dir: data}\nmodel: linear\nloss: cross_entropy\ntrain: {epochs: 3}\n"
     "metrics: [nll, confidence, grad_norm, nonfinite]\n"
     "sweep: {repeats: 3, parameters: {optimizer.lr: [0.01, 0.1], loss: [cross_entropy, "
     "log_softmax_nll]}}\n"},
    {"idx_untrained",
     "dataset: {name: idx, dir: data, validation: train}\nmodel: linear\nloss: cross_entropy\n"
     "train: {epochs: 0}\n"},
    {"spiral",
     "dataset: {name: spiral, validation: 0.2}\nmodel: {name: mlp, hidden: [64]}\n"
     "loss: cross_entropy\noptimizer: {name: adam, lr: 0.01}\ntrain: {epochs: 20, batch_size: "
     "32}\n"},
    {"spiral_of_five",
     "dataset: {name: spiral, classes: 5, samples: 200, validation: 0.3}\n"
     "model: {name: mlp, hidden: [32, 32]}\nloss: cross_entropy\n"
     "train: {epochs: 20, batch_size: 64}\n"},
    {"spiral_of_all_metrics",
     "dataset: {name: spiral, classes: 5, samples: 200, validation: 0.3}\n"
     "model: {name: mlp, hidden: [32, 32]}\nloss: cross_entropy\n"
     "train: {epochs: 20, batch_size: 64}\n"
     "metrics: [nll, brier, ece, ece_adaptive, confidence, class_accuracy, grad_norm, "
     "layer_grad_norm, nonfinite, confusion, reliability, phase_times]\n"},
    {"inline_points",
     "dataset:\n  name: inline\n  validation: 0.25\n"
     "  values: [[0, 1], [1, 0], [0.2, 0.9], [0.8, 0.1], [0.1, 1.1], [1.2, 0.2], [0.3, 0.8], [0.9, "
     "0.3]]\n"
     "  targets: [0, 1, 0, 1, 0, 1, 0, 1]\nmodel: linear\nloss: cross_entropy\n"
     "backend: reference\ntrain: {epochs: 3, batch_size: 2}\n"},
    {"mnist_linear",
     "dataset: mnist\nmodel: linear\nloss: cross_entropy\ntrain: {epochs: 1, batch_size: 256}\n"},
    {"mnist_mlp",
     "dataset: mnist\nmodel: {name: mlp, hidden: [128]}\nloss: cross_entropy\noptimizer: adam\n"
     "train: {epochs: 1}\n"},
    {"mnist_cnn",
     "dataset: {name: mnist, limit: 6000}\nmodel: cnn\nloss: cross_entropy\noptimizer: adam\n"
     "train: {epochs: 1}\n"},
    {"mnist37_one_column",
     "dataset: mnist37\nmodel: linear\nloss: mnist_loss\ntrain: {epochs: 1, batch_size: 256}\n"
     "metrics: [brier, ece, ece_adaptive, class_accuracy, confusion, reliability]\n"},
    {"mnist37_bce",
     "dataset: {name: mnist37, validation: 0.1}\nmodel: linear\nloss: bce_with_logits\n"
     "optimizer: {name: sgd, lr: 0.01}\ntrain: {epochs: 1, batch_size: 64}\n"},
};
static_assert(std::size(kHealthy) == 21);

class CheckHealthy : public testing::TestWithParam<Healthy> {};

TEST_P(CheckHealthy, SaysNothingAboveInfo) {
  Scratch scratch;
  TinyImages().write(scratch / "data");
  write_file(scratch / "c.yaml", GetParam().yaml);
  const Outcome outcome = logitbench({"check", "c.yaml"}, scratch.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
}

INSTANTIATE_TEST_SUITE_P(Experiments, CheckHealthy, testing::ValuesIn(kHealthy),
                         [](const auto& chosen) { return chosen.param.name; });

}  // namespace
}  // namespace logitbench::end_to_end
