// For tests of the training loop: a network of one weight, logit = w · x, so that every number can
// be told by hand.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <vector>

#include "core/random/streams.h"
#include "core/train/trainer.h"

namespace logitbench {

class OneWeight final : public Network {
 public:
  explicit OneWeight(double weight) : weight_{weight} {
    parameters_.push_back({std::span<double>(weight_), std::span<double>(gradient_)});
  }
  RealMatrix forward(const Batch& batch) override {
    inputs_.clear();
    logits_.clear();
    for (uint32_t row : batch.rows) {
      inputs_.push_back(std::get<std::vector<double>>(batch.features->values)[row]);
      logits_.push_back(weight_[0] * inputs_.back());
      seen.push_back(row);
    }
    batch_sizes.push_back(batch.rows.size());
    return MatrixView<double>{logits_.data(), logits_.size(), 1};
  }
  void backward(const RealMatrix& d_logits) override {
    gradient_[0] = 0;
    for (size_t r = 0; r < inputs_.size(); ++r)
      gradient_[0] += std::get<MatrixView<double>>(d_logits).data[r] * inputs_[r];
  }
  std::span<const ParameterArray> parameters() override { return parameters_; }
  void set_parameters(std::span<const double> values) override { weight_[0] = values[0]; }
  void get_parameters(std::span<double> values) const override { values[0] = weight_[0]; }
  void get_gradients(std::span<double> values) const override { values[0] = gradient_[0]; }
  Parallel& parallel() override { return serial_; }

  double weight() const { return weight_[0]; }
  std::vector<uint32_t> seen;
  std::vector<size_t> batch_sizes;

 private:
  std::vector<double> weight_, gradient_{0}, inputs_, logits_;
  std::vector<ParameterArray> parameters_;
  Serial serial_;
};

// row loss = logit; one column, decided by the sigmoid.
class LogitItself final : public RowLoss<LogitItself> {
 public:
  Decision decision() const override { return Decision::sigmoid; }
  template <class Real>
  void row(std::span<const Real> logits, const TargetsView&, size_t, Real upstream, Real& loss,
           std::span<Real> d_logits) const {
    loss = logits[0];
    for (Real& d : d_logits) d = upstream;
  }
};

class GradientDescent final : public Optimizer {
 public:
  explicit GradientDescent(double lr) : lr_(lr) {}
  bool step(std::span<const ParameterArray> parameters, Parallel&) override {
    double& weight = std::get<std::span<double>>(parameters[0].values)[0];
    weight -= lr_ * std::get<std::span<double>>(parameters[0].gradients)[0];
    ++steps;
    return std::isfinite(weight);
  }
  int steps = 0;

 private:
  double lr_;
};

class Kept final : public Recorder {
 public:
  void on_batch(uint64_t, uint64_t samples, uint64_t of) override {
    ++batches;
    EXPECT_LE(samples, of);
    if (stop_after_batches == batches) stop = true;
  }
  void on_epoch(const EpochRecord& record) override { epochs.push_back(record); }
  void on_predictions(const Predictions& given) override { predictions = given; }
  void on_table(const ResultTable& table) override { tables.push_back(table); }

  std::vector<EpochRecord> epochs;
  Predictions predictions;
  std::vector<ResultTable> tables;
  int batches = 0, stop_after_batches = -1;
  std::atomic<bool> stop{false};
};

struct OneWeightRun {
  Split split, test_split;
  RunConfig config;
  OneWeight network{1.0};
  LogitItself loss;
  GradientDescent optimizer{0.5};
  SeededStreams streams{0};
  Kept kept;
  RunLimit limit;
  const Split* valid = &split;
  bool with_test = false;

  OneWeightRun() {
    split.features = {{1, 1, 1}, 5, std::vector<double>{1, 2, 3, 4, 5}, 1.0};
    split.targets.classes = {1, 1, 0, 0, 1};
    test_split.features = {{1, 1, 1}, 1, std::vector<double>{-1}, 1.0};
    test_split.targets.classes = {0};
    config.epochs = 2;
    config.batch_size = 2;
    config.shuffle = false;
  }
  RunResult run() {
    TrainingSetup setup{
        config,
        2,
        {"train", &split, {0, 1, 2, 3, 4}},
        valid == &split ? RowSet{"valid", &split, {0, 4}} : RowSet{"valid", valid, {0}},
        std::nullopt,
        network,
        loss,
        optimizer,
        streams.stream(Generator::counter)};
    if (with_test) setup.test = RowSet{"test", &test_split, {0}};
    return train(setup, kept, kept.stop, limit);
  }
};

}  // namespace logitbench
