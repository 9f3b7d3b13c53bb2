#include "core/analysis/runs/run_difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace logitbench {
namespace {

using testing::ElementsAre;

WholeRun run(const std::string& loss, double lr, double accuracy, double loss_value) {
  WholeRun whole;
  whole.run = {
      {"run_id", "x"},
      {"config",
       {{"seed", 1},
        {"reduction", "mean"},
        {"loss", {{"name", loss}, {"label_smoothing", nullptr}, {"objective", "minimize"}}},
        {"optimizer", {{"name", "sgd"}, {"lr", lr}}}}}};
  whole.run["made_of"] = {{"data_sha256", {{"train", "aa"}}},
                          {"facts", {{"rows.train", 10u}, {"rows.valid", 10u}}}};
  whole.manifest = Json::object();
  whole.record.status = RunStatus::completed;
  whole.record.series = {{{"valid", "loss"}, {{0, 2}, {1, loss_value}}},
                         {{"valid", "accuracy"}, {{0, 0.1}, {1, accuracy}}}};
  return whole;
}

const MetricDifference& metric(const RunDifference& difference, const std::string& name) {
  for (const MetricDifference& one : difference.metrics)
    if (one.name == name) return one;
  throw std::runtime_error("no " + name);
}

TEST(RunDifference, of_a_run_and_itself_there_is_none) {
  const WholeRun a = run("cross_entropy", 0.1, 0.9, 0.3);
  const RunDifference difference = run_difference(a, a);
  EXPECT_TRUE(difference.config.differ.empty());
  EXPECT_EQ(difference.config.same, 6u);  // null is not set
  EXPECT_TRUE(difference.environment.differ.empty());
  EXPECT_TRUE(difference.curves.is_same());
  for (const MetricDifference& one : difference.metrics) {
    EXPECT_EQ(one.difference(), 0.0);
    EXPECT_FALSE(one.a_is_better());
  }
}

TEST(RunDifference, swapped_runs_give_the_opposite) {
  const WholeRun a = run("cross_entropy", 0.1, 0.9, 0.3), b = run("cross_entropy", 1.0, 0.8, 0.2);
  const RunDifference forth = run_difference(a, b), back = run_difference(b, a);
  ASSERT_EQ(forth.metrics.size(), 4u);
  for (size_t i = 0; i < forth.metrics.size(); ++i) {
    EXPECT_EQ(*forth.metrics[i].difference(), -*back.metrics[i].difference());
    EXPECT_NE(forth.metrics[i].a_is_better(), back.metrics[i].a_is_better());
  }
  EXPECT_EQ(metric(forth, "final.valid.accuracy").a_is_better(), true);
  EXPECT_EQ(metric(forth, "final.valid.loss").a_is_better(), false);
  ASSERT_EQ(forth.config.differ.size(), 1u);
  EXPECT_EQ(forth.config.differ[0].key, "optimizer.lr");
  EXPECT_EQ(*forth.config.differ[0].a, *back.config.differ[0].b);
}

TEST(RunDifference, losses_of_different_kinds_are_not_compared) {
  const RunDifference difference =
      run_difference(run("cross_entropy", 0.1, 0.9, 0.3), run("mnist_loss", 0.1, 0.9, 0.1));
  const MetricDifference& loss = metric(difference, "final.valid.loss");
  EXPECT_FALSE(loss.comparable);
  EXPECT_FALSE(loss.difference());
  EXPECT_FALSE(loss.a_is_better());
  EXPECT_TRUE(metric(difference, "final.valid.accuracy").comparable);
}

TEST(RunDifference, nan_is_worse_than_any_number_and_missing_is_neither) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const WholeRun a = run("cross_entropy", 0.1, kNaN, kNaN), b = run("cross_entropy", 0.1, 0, 9);
  const RunDifference difference = run_difference(a, b);
  EXPECT_EQ(metric(difference, "final.valid.accuracy").a_is_better(), false);
  EXPECT_EQ(metric(difference, "final.valid.loss").a_is_better(), false);
  EXPECT_EQ(metric(difference, "best.valid.loss").a, 2);
  WholeRun queued = b;
  queued.record = {};
  const RunDifference missing = run_difference(a, queued);
  EXPECT_FALSE(metric(missing, "final.valid.loss").b);
  EXPECT_FALSE(metric(missing, "final.valid.loss").a_is_better());
}

TEST(RunDifference, a_series_of_another_version_is_shown_without_a_best_value) {
  WholeRun a = run("cross_entropy", 0.1, 0.9, 0.3);
  a.record.series.push_back({{"valid", "of_tomorrow"}, {{0, 1}}});
  const RunDifference difference = run_difference(a, a);
  EXPECT_FALSE(metric(difference, "final.valid.of_tomorrow").larger_is_better);
  EXPECT_THROW(metric(difference, "best.valid.of_tomorrow"), std::runtime_error);
}

TEST(RunDifference, data_are_the_same_by_rows_and_hash_alone) {
  WholeRun a = run("cross_entropy", 0.1, 0.9, 0.3);
  a.run.erase("made_of");
  EXPECT_FALSE(run_difference(a, a).has_same_data());  // nothing is known
  a.run["made_of"] = {{"data_sha256", {{"train", "aa"}, {"test", "bb"}}},
                      {"facts", {{"rows.train", 10u}, {"rows.valid", 2u}, {"rows.test", 3u}}}};
  EXPECT_TRUE(run_difference(a, a).has_same_data());
  EXPECT_EQ(run_difference(a, a).data.size(), 3u);
  WholeRun b = a;
  b.run["made_of"]["data_sha256"]["test"] = "bc";
  EXPECT_FALSE(run_difference(a, b).has_same_data());
  b = a;
  b.run["made_of"]["facts"]["rows.valid"] = 3u;
  EXPECT_FALSE(run_difference(a, b).has_same_data());
  b.run["made_of"] = nullptr;
  EXPECT_FALSE(run_difference(a, b).has_data_of(&DataDifference::b));
}

WholeRun validated(const Json& validation, uint64_t seed, const char* train = "aa") {
  WholeRun whole = run("cross_entropy", 0.1, 0.9, 0.3);
  whole.run["config"]["dataset"] = {{"name", "d"}, {"validation", validation}};
  whole.run["config"]["seed"] = seed;
  whole.run["made_of"] = {{"data_sha256", {{"train", train}, {"test", "bb"}}},
                          {"facts", {{"rows.train", 8u}, {"rows.valid", 2u}, {"rows.test", 3u}}}};
  return whole;
}

std::vector<std::string> splits_that_differ(const WholeRun& a, const WholeRun& b) {
  std::vector<std::string> splits;
  for (const DataDifference& one : run_difference(a, b).data)
    if (!one.is_same()) splits.push_back(one.split);
  return splits;
}

// choose_rows() draws a fraction with the run's seed.
TEST(RunDifference, rows_that_are_drawn_are_the_same_by_content_fraction_and_seed) {
  const WholeRun a = validated(0.2, 1);
  EXPECT_THAT(splits_that_differ(a, validated(0.2, 1)), ElementsAre());
  EXPECT_THAT(splits_that_differ(a, validated(0.2, 2)), ElementsAre("train", "valid"));
  EXPECT_THAT(splits_that_differ(a, validated(0.21, 1)), ElementsAre("train", "valid"));
  EXPECT_THAT(splits_that_differ(a, validated(0.2, 1, "ab")), ElementsAre("train", "valid"));
  EXPECT_THAT(splits_that_differ(validated("test", 1), validated("test", 2)), ElementsAre());
}

TEST(RunDifference, rows_of_another_split_differ_where_it_does) {
  EXPECT_THAT(splits_that_differ(validated("train", 1), validated("train", 2)), ElementsAre());
  EXPECT_THAT(splits_that_differ(validated("train", 1), validated("train", 1, "ab")),
              ElementsAre("train", "valid"));
  EXPECT_THAT(splits_that_differ(validated("test", 1), validated("test", 1, "ab")),
              ElementsAre("train"));
  EXPECT_THAT(splits_that_differ(validated(nullptr, 1), validated("test", 1)), ElementsAre());
  EXPECT_THAT(splits_that_differ(validated(nullptr, 1), validated("train", 1)),
              ElementsAre("valid"));
}

// Neither a number of other data nor one of a run without its whole course is better or worse.
TEST(RunDifference, only_completed_runs_of_the_same_data_are_better_or_worse) {
  const WholeRun a = run("cross_entropy", 0.1, 0.9, 0.3), b = run("cross_entropy", 1, 0.8, 0.4);
  EXPECT_EQ(metric(run_difference(a, b), "final.valid.loss").a_is_better(), true);
  for (const RunStatus status : {RunStatus::diverged, RunStatus::pruned, RunStatus::running,
                                 RunStatus::failed, RunStatus::queued}) {
    WholeRun other = b;
    other.record.status = status;
    for (const RunDifference& difference : {run_difference(a, other), run_difference(other, a)})
      for (const MetricDifference& one : difference.metrics)
        EXPECT_FALSE(one.a_is_better()) << one.name << " " << to_text(status);
  }
  WholeRun other = b;
  other.run["made_of"]["data_sha256"]["train"] = "ab";
  for (const MetricDifference& one : run_difference(a, other).metrics)
    EXPECT_FALSE(one.a_is_better()) << one.name;
}

TEST(ValueDifferences, name_a_section_with_another_plugin_once) {
  const auto values = [](const char* json) { return dotted_values(Json::parse(json)); };
  const ValueDifferences differences = value_differences(
      values(R"({"seed": 1, "optimizer": {"name": "adam", "lr": 1, "beta1": 0.9}, "a": null})"),
      values(R"({"seed": "1", "optimizer": {"name": "sgd", "lr": 1, "momentum": 0}, "a": 0})"));
  EXPECT_EQ(differences.same, 1u);
  std::vector<std::string> keys;
  for (const ValueDifference& one : differences.differ) keys.push_back(one.key);
  EXPECT_THAT(keys,
              ElementsAre("seed", "optimizer.name", "optimizer.beta1", "optimizer.momentum", "a"));
  EXPECT_FALSE(differences.differ[2].b);
  EXPECT_FALSE(differences.differ[4].a);
  EXPECT_THAT(what_differs(differences.differ), ElementsAre("seed", "optimizer", "a"));
}

}  // namespace
}  // namespace logitbench
