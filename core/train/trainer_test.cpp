// The loop itself.
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/train/testing/one_weight_run.h"

namespace logitbench {
namespace {

TEST(Trainer, records_the_untrained_network_and_then_every_epoch) {
  OneWeightRun f;
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
  OneWeightRun f;
  f.config.epochs = 1;
  f.run();
  // w: 1, then 1 - 0.5·1.5 = 0.25, then 0.25 - 0.5·3.5 = -1.5; batch means of x: 1.5, 3.5, 5.
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[1], "train", "loss"),
                   (1.0 * 1.5 + 0.25 * 3.5 - 1.5 * 5) / 3);
  EXPECT_DOUBLE_EQ(f.network.weight(), -1.5 - 0.5 * 5);
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[1], "valid", "loss"), f.network.weight() * 3);
}

TEST(Trainer, maximizing_climbs_and_reports_the_loss_itself) {
  OneWeightRun f;
  f.config.epochs = 1;
  f.config.batch_size = 5;
  f.config.objective = Objective::maximize;
  f.run();
  EXPECT_DOUBLE_EQ(f.network.weight(), 1 + 0.5 * 3);
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[1], "train", "loss"), 3.0);
}

TEST(Trainer, a_sum_is_not_divided) {
  OneWeightRun f;
  f.config.epochs = 1;
  f.config.batch_size = 5;
  f.config.reduction = Reduction::sum;
  f.run();
  EXPECT_DOUBLE_EQ(f.network.weight(), 1 - 0.5 * 15);
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[0], "valid", "loss"), 6.0);
}

TEST(Trainer, shuffles_every_epoch_with_its_stream) {
  OneWeightRun f;
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
  OneWeightRun f;
  std::get<std::vector<double>>(f.split.features.values)[2] =
      std::numeric_limits<double>::quiet_NaN();
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::diverged);
  EXPECT_EQ(result.reason, "train.loss went nan first, at epoch 1, step 2");
  EXPECT_EQ(f.kept.epochs.size(), 3U);
  EXPECT_TRUE(std::isnan(value_of(f.kept.epochs[2], "valid", "loss")));
}

TEST(Trainer, stops_after_the_step_under_way) {
  OneWeightRun f;
  f.kept.stop_after_batches = 4;
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::interrupted);
  EXPECT_EQ(result.epochs, 1U);
  EXPECT_EQ(f.kept.epochs.size(), 2U);
  EXPECT_EQ(f.optimizer.steps, 4);
  EXPECT_EQ(result.reason, "stopped after epoch 1, step 4");
}

TEST(Trainer, takes_the_test_split_once_after_the_last_epoch) {
  OneWeightRun f;
  f.with_test = true;
  f.run();
  EXPECT_TRUE(std::isnan(value_of(f.kept.epochs[1], "test", "loss")));
  EXPECT_DOUBLE_EQ(value_of(f.kept.epochs[2], "test", "loss"), -f.network.weight());
}

TEST(Trainer, no_epochs_evaluate_the_untrained_network) {
  OneWeightRun f;
  f.config.epochs = 0;
  f.with_test = true;
  const RunResult result = f.run();
  EXPECT_EQ(result.status, RunStatus::completed);
  EXPECT_EQ(f.network.weight(), 1.0);
  ASSERT_EQ(f.kept.epochs.size(), 1U);
  EXPECT_EQ(value_of(f.kept.epochs[0], "test", "loss"), -1.0);
}

TEST(Trainer, clips_the_gradient_and_records_its_norm_before) {
  OneWeightRun f;
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
  OneWeightRun f;
  f.config.metrics = {"confusion"};
  f.run();
  ASSERT_EQ(f.kept.tables.size(), 1U);
  EXPECT_EQ(f.kept.tables[0].split, "valid");
  EXPECT_EQ(f.kept.tables[0].cells, (std::vector<double>{0, 0, 2, 0}));
  OneWeightRun untrained;
  untrained.config.metrics = {"confusion"};
  untrained.config.epochs = 0;
  untrained.run();
  ASSERT_EQ(untrained.kept.tables.size(), 1U);
  EXPECT_EQ(untrained.kept.tables[0].cells, (std::vector<double>{0, 0, 0, 2}));
}

TEST(Trainer, a_run_that_is_stopped_has_no_tables) {
  OneWeightRun f;
  f.config.metrics = {"confusion"};
  f.kept.stop_after_batches = 4;
  f.run();
  EXPECT_TRUE(f.kept.tables.empty());
}

TEST(Trainer, times_its_phases_where_they_are_asked_for) {
  EXPECT_FALSE(OneWeightRun().run().phases_s);
  OneWeightRun f;
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
  OneWeightRun f;
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

TEST(Trainer, records_the_time_of_each_epoch) {
  OneWeightRun f;
  const RunResult result = f.run();
  ASSERT_EQ(f.kept.epochs.size(), 3U);
  EXPECT_GT(f.kept.epochs[0].wall_s, 0);
  EXPECT_GT(f.kept.epochs[1].wall_s, f.kept.epochs[0].wall_s);
  EXPECT_GT(f.kept.epochs[2].wall_s, f.kept.epochs[1].wall_s);
  EXPECT_GE(result.wall_s, f.kept.epochs[2].wall_s);
}

}  // namespace
}  // namespace logitbench
