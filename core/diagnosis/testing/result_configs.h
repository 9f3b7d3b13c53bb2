// Configs whose results the checks are tried on.
#pragma once

namespace logitbench {

// A sweep with repeats, rows held out by a fraction, predictions, tables; all runs on one drawing
// of data.
inline constexpr const char* kHealthyConfig = R"(
experiment: healthy
seed: 3
dataset: {name: spiral, samples: 20, seed: 0, validation: 0.25}
model: linear
loss: cross_entropy
train: {epochs: 2, batch_size: 16}
backend: {name: reference, threads: 1}
metrics: [nll, grad_norm, class_accuracy, layer_grad_norm, confusion, reliability, phase_times]
predictions: 2
sweep: {repeats: 2, parameters: {optimizer.lr: [0.1, 1.0]}}
expect: [{metric: valid.accuracy, at_least: 0}]
)";

inline constexpr const char* kSingleRun = R"(
experiment: single
dataset: {name: inline, values: [[1.0, 3.0], [-.inf, 1.0]], targets: [1, 1], validation: train}
model: identity
loss: cross_entropy
train: {epochs: 0, batch_size: 2}
backend: reference
metrics: [nonfinite]
)";

inline constexpr const char* kDiverging = R"(
experiment: diverging
dataset: {name: spiral, samples: 20, seed: 0}
model: linear
loss: cross_entropy
optimizer: {name: sgd, lr: 1.0e+308}
train: {epochs: 2, batch_size: 16}
backend: {name: reference, threads: 1}
)";

// Test split and validation apart: test.* is taken with the last epoch.
inline constexpr const char* kIdxRun = R"(
experiment: of_files
dataset: {name: idx, dir: data, validation: 0.5}
model: linear
loss: cross_entropy
train: {epochs: 2, batch_size: 2}
backend: {name: reference, threads: 1}
metrics: [nll, grad_norm]
)";

// Two more than a check loads: without a seed of its own the dataset is drawn with each run's.
inline constexpr const char* kManyDatasets = R"(
experiment: many
dataset: {name: spiral, samples: 2}
model: linear
loss: cross_entropy
train: {epochs: 0, batch_size: 2}
backend: {name: reference, threads: 1}
sweep: {repeats: 66}
)";

}  // namespace logitbench
