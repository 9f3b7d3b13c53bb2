// What ends a run before its last epoch, through the loop.
#include "core/train/run_end.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/train/testing/one_weight_run.h"

namespace logitbench {
namespace {

TEST(RunEnd, a_run_may_end_where_it_diverges) {
  OneWeightRun f;
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

TEST(RunEnd, what_only_validation_finds_is_recorded_and_then_ends_the_run) {
  OneWeightRun f;
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
TEST(RunEnd, a_run_may_end_at_its_target_and_is_complete_there) {
  OneWeightRun f;
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

TEST(RunEnd, a_target_alone_ends_nothing) {
  OneWeightRun f;
  f.config.target = 1.0;
  f.config.objective = Objective::maximize;
  EXPECT_EQ(f.run().epochs, 2U);
}

TEST(RunEnd, a_run_below_its_bar_is_pruned) {
  OneWeightRun f;
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

TEST(RunEnd, the_last_epoch_completes_a_run_whatever_the_bar) {
  OneWeightRun f;
  f.limit = {"valid", "accuracy", true, {0.0, 0.5}, "", 2};
  EXPECT_EQ(f.run().status, RunStatus::completed);
}

TEST(RunEnd, a_run_that_waits_is_queued_and_one_that_diverged_takes_no_part) {
  OneWeightRun f;
  f.config.epochs = 5;
  f.limit.wait_after = 1;
  EXPECT_EQ(f.run().status, RunStatus::queued);
  OneWeightRun diverged;
  diverged.config.epochs = 5;
  diverged.limit.wait_after = 1;
  std::get<std::vector<double>>(diverged.split.features.values)[2] =
      std::numeric_limits<double>::quiet_NaN();
  const RunResult result = diverged.run();
  EXPECT_EQ(result.status, RunStatus::diverged);
  EXPECT_EQ(result.epochs, 5U);
}

}  // namespace
}  // namespace logitbench
