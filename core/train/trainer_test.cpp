// The loop itself, on a network of one weight: logit = w · x, so every number can be told by hand.
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/random/streams.h"

namespace logitbench {
namespace {

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

struct Fixture {
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

  Fixture() {
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

TEST(Trainer, records_the_untrained_network_and_then_every_epoch) {
  Fixture f;
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::completed);
  EXPECT_EQ(result.epochs, 2U);
  EXPECT_GT(result.samples_per_s, 0);
  ASSERT_EQ(f.kept.epochs.size(), 3U);
  EXPECT_EQ(f.kept.epochs[0].epoch, 0U);
  EXPECT_EQ(f.kept.epochs[0].step, 0U);
  EXPECT_TRUE(std::isnan(value_of(f.kept.epochs[0], "train", "loss")));
  EXPECT_EQ(value_of(f.kept.epochs[0], "valid", "loss"), 3.0);
  EXPECT_EQ(f.kept.epochs[2].epoch, 2U);
  EXPECT_EQ(f.kept.epochs[2].step, 6U);  // three batches an epoch: 2, 2 and the short one
  EXPECT_EQ(f.optimizer.steps, 6);
  EXPECT_EQ(f.kept.batches, 6);
}

TEST(Trainer, train_loss_is_the_mean_over_batches_taken_before_each_update) {
  Fixture f;
  f.config.epochs = 1;
  f.run();
  // w: 1, then 1 - 0.5·1.5 = 0.25, then 0.25 - 0.5·3.5 = -1.5; batch means of x: 1.5, 3.5, 5.
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[1], "train", "loss"),
                   (1.0 * 1.5 + 0.25 * 3.5 - 1.5 * 5) / 3);
  EXPECT_DOUBLE_EQ(f.network.weight(), -1.5 - 0.5 * 5);
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[1], "valid", "loss"), f.network.weight() * 3);
}

TEST(Trainer, maximizing_climbs_and_reports_the_loss_itself) {
  Fixture f;
  f.config.epochs = 1;
  f.config.batch_size = 5;
  f.config.objective = Objective::maximize;
  f.run();
  EXPECT_DOUBLE_EQ(f.network.weight(), 1 + 0.5 * 3);
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[1], "train", "loss"), 3.0);
}

TEST(Trainer, a_sum_is_not_divided) {
  Fixture f;
  f.config.epochs = 1;
  f.config.batch_size = 5;
  f.config.reduction = Reduction::sum;
  f.run();
  EXPECT_DOUBLE_EQ(f.network.weight(), 1 - 0.5 * 15);
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[0], "valid", "loss"), 6.0);
}

TEST(Trainer, shuffles_every_epoch_with_its_stream) {
  Fixture f;
  f.config.shuffle = true;
  f.config.batch_size = 5;
  f.run();
  SeededStreams same(0);
  RandomStream& stream = same.stream(Generator::counter);
  // 2 rows of validation, then 5 of training and 2 of validation in each epoch.
  const std::vector<uint32_t> first(f.network.seen.begin() + 2, f.network.seen.begin() + 7);
  const std::vector<uint32_t> second(f.network.seen.begin() + 9, f.network.seen.begin() + 14);
  EXPECT_EQ(first, stream.permutation(5));
  EXPECT_EQ(second, stream.permutation(5));
}

TEST(Trainer, a_diverged_run_goes_on_recording) {
  Fixture f;
  std::get<std::vector<double>>(f.split.features.values)[2] =
      std::numeric_limits<double>::quiet_NaN();
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::diverged);
  EXPECT_EQ(result.reason, "train.loss went nan first, at epoch 1, step 2");
  EXPECT_EQ(f.kept.epochs.size(), 3U);
  EXPECT_TRUE(std::isnan(value_of(f.kept.epochs[2], "valid", "loss")));
}

TEST(Trainer, stops_after_the_step_under_way) {
  Fixture f;
  f.kept.stop_after_batches = 4;
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::interrupted);
  EXPECT_EQ(result.epochs, 1U);
  EXPECT_EQ(f.kept.epochs.size(), 2U);
  EXPECT_EQ(f.optimizer.steps, 4);
  EXPECT_EQ(result.reason, "stopped after epoch 1, step 4");
}

TEST(Trainer, takes_the_test_split_once_after_the_last_epoch) {
  Fixture f;
  f.with_test = true;
  f.run();
  EXPECT_TRUE(std::isnan(value_of(f.kept.epochs[1], "test", "loss")));
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[2], "test", "loss"), -f.network.weight());
}

TEST(Trainer, no_epochs_evaluate_the_untrained_network) {
  Fixture f;
  f.config.epochs = 0;
  f.with_test = true;
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::completed);
  EXPECT_EQ(f.network.weight(), 1.0);
  ASSERT_EQ(f.kept.epochs.size(), 1U);
  EXPECT_EQ(value_of(f.kept.epochs[0], "test", "loss"), -1.0);
}

TEST(Trainer, clips_the_gradient_and_records_its_norm_before) {
  Fixture f;
  f.config.epochs = 1;
  f.config.batch_size = 5;
  f.config.clip_norm = 1.0;
  f.config.metrics = {"grad_norm"};
  f.run();
  EXPECT_DOUBLE_EQ(f.network.weight(), 1 - 0.5 * 1.0);
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[1], "train", "grad_norm"), 3.0);
}

// Validation rows are 0 and 4, both of class 1; the weight is negative after the first step.
TEST(Trainer, a_run_ends_with_the_tables_of_its_last_validation) {
  Fixture f;
  f.config.metrics = {"confusion"};
  f.run();
  ASSERT_EQ(f.kept.tables.size(), 1U);
  EXPECT_EQ(f.kept.tables[0].split, "valid");
  EXPECT_EQ(f.kept.tables[0].cells, (std::vector<double>{0, 0, 2, 0}));
  Fixture untrained;
  untrained.config.metrics = {"confusion"};
  untrained.config.epochs = 0;
  untrained.run();
  ASSERT_EQ(untrained.kept.tables.size(), 1U);
  EXPECT_EQ(untrained.kept.tables[0].cells, (std::vector<double>{0, 0, 0, 2}));
}

TEST(Trainer, a_run_that_is_stopped_has_no_tables) {
  Fixture f;
  f.config.metrics = {"confusion"};
  f.kept.stop_after_batches = 4;
  f.run();
  EXPECT_TRUE(f.kept.tables.empty());
}

TEST(Trainer, times_its_phases_where_they_are_asked_for) {
  EXPECT_FALSE(Fixture().run().phases_s);
  Fixture f;
  f.config.metrics = {"phase_times"};
  const RunResult result = f.run();
  ASSERT_TRUE(result.phases_s);
  double sum = 0;
  for (const double seconds : *result.phases_s) {
    EXPECT_GT(seconds, 0);
    sum += seconds;
  }
  EXPECT_LE(sum, result.training_s);
}

TEST(Trainer, keeps_the_first_rows_predictions) {
  Fixture f;
  f.config.epochs = 0;
  f.config.predictions = 1;
  f.run();
  ASSERT_EQ(f.kept.predictions.rows.size(), 1U);
  const Prediction& first = f.kept.predictions.rows[0];
  EXPECT_EQ(first.label, 1U);
  EXPECT_EQ(first.decision, 1U);
  EXPECT_DOUBLE_EQ(first.probabilities[1], 1 / (1 + std::exp(-1.0)));
  EXPECT_DOUBLE_EQ(first.probabilities[0] + first.probabilities[1], 1.0);
  EXPECT_EQ(first.logits, std::vector<double>{1.0});
  EXPECT_EQ(first.loss, 1.0);
}

TEST(Trainer, a_run_may_end_where_it_diverges) {
  Fixture f;
  f.config.stop_at_nan = true;
  std::get<std::vector<double>>(f.split.features.values)[2] =
      std::numeric_limits<double>::quiet_NaN();
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::diverged);
  EXPECT_EQ(result.reason, "train.loss went nan first, at epoch 1, step 2");
  EXPECT_EQ(result.epochs, 0U);
  EXPECT_EQ(f.optimizer.steps, 2);
  EXPECT_EQ(f.kept.epochs.size(), 1U);
}

TEST(Trainer, what_only_validation_finds_is_recorded_and_then_ends_the_run) {
  Fixture f;
  f.config.stop_at_nan = true;
  f.config.epochs = 3;
  f.config.batch_size = 5;
  f.valid = &f.test_split;
  std::get<std::vector<double>>(f.test_split.features.values)[0] =
      std::numeric_limits<double>::infinity();
  const RunResult untrained = f.run();
  EXPECT_EQ(untrained.status, RunStatus::diverged);
  EXPECT_EQ(untrained.reason, "valid.loss went inf first, at epoch 0, step 0");
  EXPECT_EQ(f.optimizer.steps, 0);
  EXPECT_EQ(f.kept.epochs.size(), 1U);
}

// accuracy: 1 while the weight is positive (row 4 is of class 1, row 0 too), else 0.
TEST(Trainer, a_run_may_end_at_its_target_and_is_complete_there) {
  Fixture f;
  f.config.epochs = 5;
  f.config.target = 1.0;
  f.config.stop_at_target = true;
  f.config.objective = Objective::maximize;  // the weight grows
  f.config.predictions = 1;
  f.with_test = true;
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::completed);
  EXPECT_EQ(result.epochs, 1U);
  EXPECT_EQ(f.kept.epochs.size(), 2U);
  EXPECT_FALSE(std::isnan(value_of(f.kept.epochs[1], "test", "loss")));
  EXPECT_EQ(f.kept.predictions.rows.size(), 1U);
  // The untrained network has that accuracy already: it is no result of training.
  EXPECT_EQ(value_of(f.kept.epochs[0], "valid", "accuracy"), 1.0);
}

TEST(Trainer, a_target_alone_ends_nothing) {
  Fixture f;
  f.config.target = 1.0;
  f.config.objective = Objective::maximize;
  EXPECT_EQ(f.run().epochs, 2U);
}

TEST(Trainer, a_run_below_its_bar_is_pruned) {
  Fixture f;
  f.config.epochs = 5;
  f.config.predictions = 1;
  f.with_test = true;
  f.limit = {"valid", "accuracy", true, {0.0, 0.5}, "the median of 2 runs", {}};
  const RunResult result = f.run();  // the weight is negative from the first epoch on: accuracy 0
  EXPECT_EQ(result.status, RunStatus::pruned);
  EXPECT_EQ(result.reason, "after epoch 2 its best valid.accuracy was 0, the median of 2 runs 0.5");
  EXPECT_EQ(result.epochs, 2U);
  EXPECT_TRUE(std::isnan(value_of(f.kept.epochs[2], "test", "loss")));
  EXPECT_TRUE(f.kept.predictions.rows.empty());
}

TEST(Trainer, the_last_epoch_completes_a_run_whatever_the_bar) {
  Fixture f;
  f.limit = {"valid", "accuracy", true, {0.0, 0.5}, "", 2};
  EXPECT_EQ(f.run().status, RunStatus::completed);
}

TEST(Trainer, a_run_that_waits_is_queued_and_one_that_diverged_takes_no_part) {
  Fixture f;
  f.config.epochs = 5;
  f.limit.wait_after = 1;
  EXPECT_EQ(f.run().status, RunStatus::queued);
  Fixture diverged;
  diverged.config.epochs = 5;
  diverged.limit.wait_after = 1;
  std::get<std::vector<double>>(diverged.split.features.values)[2] =
      std::numeric_limits<double>::quiet_NaN();
  const RunResult result = diverged.run();
  EXPECT_EQ(result.status, RunStatus::diverged);
  EXPECT_EQ(result.epochs, 5U);
}

TEST(Trainer, records_the_time_of_each_epoch) {
  Fixture f;
  const RunResult result = f.run();
  ASSERT_EQ(f.kept.epochs.size(), 3U);
  EXPECT_GT(f.kept.epochs[0].wall_s, 0);
  EXPECT_GT(f.kept.epochs[1].wall_s, f.kept.epochs[0].wall_s);
  EXPECT_GT(f.kept.epochs[2].wall_s, f.kept.epochs[1].wall_s);
  EXPECT_GE(result.wall_s, f.kept.epochs[2].wall_s);
}

}  // namespace
}  // namespace logitbench
