// Each method of a sweep, from YAML to runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/config/run_parts.h"
#include "core/config/testing/config_folder.h"
#include "core/config/testing/schemas_for_tests.h"
#include "core/sweep/expand.h"

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

const std::string kBase =
    "dataset: mnist37\nmodel: linear\nloss: cross_entropy\noptimizer: {lr: 1.0}\n"
    "train: {epochs: 3}\nsweep:\n";  // 6 lines

class Methods : public testing::Test {
 protected:
  Plan plan(const std::string& sweep, const std::vector<std::string>& overrides = {}) {
    return make_plan(folder_.write("exp.yaml", kBase + sweep), overrides, schemas_);
  }
  Rows rows(const std::string& sweep, const std::vector<std::string>& overrides = {}) {
    Rows rows;
    for (const auto& run : plan(sweep, overrides).runs) rows.push_back(run.swept);
    return rows;
  }
  std::string error(const std::string& sweep, const std::vector<std::string>& overrides = {}) {
    return config_error([&] { plan(sweep, overrides); }, folder_.path().string());
  }

  ConfigFolder folder_;
  SchemasForTests schemas_;
};

std::string random_lr(int count, const std::string& more = "") {
  return "  method: random\n  count: " + std::to_string(count) +
         "\n  parameters:\n    optimizer.lr: {min: 0.001, max: 1, distribution: log_uniform}\n" +
         more;
}

TEST_F(Methods, a_larger_count_keeps_the_first_runs) {
  const Rows few = rows(random_lr(5)), many = rows(random_lr(50));
  ASSERT_EQ(few.size(), 5u);
  ASSERT_EQ(many.size(), 50u);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
}

TEST_F(Methods, another_parameter_changes_no_draw_of_the_first) {
  const Rows one = rows(random_lr(20));
  const Rows two = rows(random_lr(20, "    loss: [cross_entropy, softmax_prob]\n"));
  ASSERT_EQ(two.size(), 20u);
  for (size_t i = 0; i < 20; ++i) EXPECT_EQ(one[i][0], two[i][0]);
}

TEST_F(Methods, draws_follow_the_sweeps_seed_and_else_the_configs) {
  const Rows first = rows(random_lr(3));
  EXPECT_NE(first, rows(random_lr(3), {"seed=1"}));
  EXPECT_EQ(first, rows(random_lr(3) + "  seed: 0\n", {"seed=1"}));
}

TEST_F(Methods, drawn_values_read_back_to_the_same_double) {
  for (const auto& run : plan(random_lr(100)).runs)
    EXPECT_EQ(std::stod(run.swept[0]), run.config.optimizer.parameters.real("lr"));
}

TEST_F(Methods, random_gives_no_run_twice_and_says_when_there_are_too_few) {
  const std::string small =
      "  method: random\n  parameters:\n    train.epochs: {min: 1, max: 4, distribution: int}\n"
      "    loss: [cross_entropy, softmax_prob]\n";
  const Rows all = rows(small + "  count: 8\n");
  EXPECT_EQ(std::set(all.begin(), all.end()).size(), 8u);
  EXPECT_THAT(error(small + "  count: 9\n"),
              HasSubstr("exp.yaml:11:10: sweep.count: found 9, but"));
  EXPECT_THAT(error(small + "  count: 9\n"), HasSubstr("give 8 different settings only"));
}

TEST_F(Methods, random_draws_on_for_what_is_excluded) {
  const Rows drawn = rows(random_lr(10, "    loss: [cross_entropy, softmax_prob]\n") +
                          "  exclude: [{loss: softmax_prob}]\n");
  EXPECT_EQ(drawn.size(), 10u);
  for (const auto& row : drawn) EXPECT_EQ(row[1], "cross_entropy");
}

TEST_F(Methods, zip_takes_lists_together) {
  const std::string zip =
      "  method: zip\n  repeats: 2\n  parameters:\n    optimizer.lr: [0.1, 1]\n"
      "    train.batch_size: [8, 80]\n";
  EXPECT_EQ(rows(zip), (Rows{{"0.1", "8"}, {"0.1", "8"}, {"1", "80"}, {"1", "80"}}));
  EXPECT_THAT(error("  method: zip\n  parameters:\n    optimizer.lr: [0.1, 1, 2]\n"
                    "    train.batch_size: [8, 80]\n"),
              HasSubstr("exp.yaml:10:5: sweep.parameters.train.batch_size: found 2 values beside 3 "
                        "of optimizer.lr, expected lists of equal length"));
}

TEST_F(Methods, list_sets_what_each_case_says) {
  EXPECT_EQ(rows("  method: list\n  cases:\n    - {optimizer.lr: 0.1, loss: ~}\n    - {}\n"
                 "    - {loss: softmax_prob, optimizer.lr: 0.2}\n"),
            (Rows{{"0.1", ""}, {"", ""}, {"0.2", "softmax_prob"}}));
}

TEST_F(Methods, include_adds_cases_after_exclude_to_any_method) {
  const std::string more = "  exclude: [{optimizer.lr: 1}]\n  include: [{optimizer.lr: 1}]\n";
  EXPECT_EQ(rows("  parameters: {optimizer.lr: [0.1, 1]}\n" + more), (Rows{{"0.1"}, {"1"}}));
  EXPECT_EQ(rows(random_lr(2) + "  include: [{train.epochs: 7}]\n")[2],
            (std::vector<std::string>{"", "7"}));
  EXPECT_THAT(error("  parameters: {optimizer.lr: [0.1, 1]}\n  include: [{optimizer.lr: 0.10}]\n"),
              HasSubstr("exp.yaml:8:13: found a case that makes the same run as lr0.1-"));
}

TEST_F(Methods, a_conditional_key_is_set_only_where_its_condition_holds) {
  const std::string conditional =
      "  parameters:\n"
      "    loss.label_smoothing: {values: [0.1, 0.2], when: {loss: cross_entropy}}\n"
      "    loss: [cross_entropy, softmax_prob]\n";
  EXPECT_EQ(rows(conditional),
            (Rows{{"0.1", "cross_entropy"}, {"0.2", "cross_entropy"}, {"", "softmax_prob"}}));
  EXPECT_EQ(rows(conditional, {"loss=softmax_prob"}), (Rows{{""}}));
  for (const auto& row :
       rows("  method: random\n  count: 9\n  parameters:\n"
            "    loss: [cross_entropy, softmax_prob]\n    loss.label_smoothing: "
            "{min: 0, max: 0.5, distribution: uniform, when: {loss: [cross_entropy]}}\n"
            "    optimizer.lr: {min: 1, max: 2, distribution: uniform}\n"))
    EXPECT_EQ(row[1].empty(), row[0] == "softmax_prob");
}

TEST_F(Methods, the_command_line_is_a_grid_over_all_the_rest) {
  const std::string zip =
      "  method: zip\n  parameters: {optimizer.lr: [0.1, 1], train.batch_size: [8, 80]}\n";
  EXPECT_EQ(rows(zip, {"seed=5,6"}),
            (Rows{{"0.1", "8", "5"}, {"0.1", "8", "6"}, {"1", "80", "5"}, {"1", "80", "6"}}));
  EXPECT_EQ(rows(random_lr(3), {"seed=5,6"}).size(), 6u);
  const std::string list = "  method: list\n  cases: [{optimizer.lr: 0.1}, {train.epochs: 9}]\n";
  EXPECT_EQ(rows(list, {"seed=5,6"}).size(), 4u);
  EXPECT_EQ(rows(list, {"optimizer.lr=0.5"}), (Rows{{""}, {"9"}})) << "it beats the cases";
  EXPECT_EQ(
      rows("  parameters: {optimizer.lr: [1, 2]}\n  include: [{train.epochs: 9}]\n", {"seed=5,6"})
          .size(),
      6u);
}

struct BadMethod {
  std::string sweep;
  std::string message;
};

TEST_F(Methods, mistakes_are_named_where_they_are) {
  const std::string parameters = "  parameters:\n    optimizer.lr: ";
  const BadMethod bad[] = {
      {"  count: 3\n",
       "exp.yaml:7:3: sweep.count: found it with method grid, which does not take "
       "it, expected it with method random"},
      {"  cases: []\n",
       "found it with method grid, which does not take it, expected it with method "
       "list"},
      {"  method: list\n  cases: [{seed: 1}]\n  parameters: {seed: [1]}\n",
       "exp.yaml:9:3: sweep.parameters: found it with method list"},
      {"  method: random\n" + parameters + "[1]\n", "exp.yaml:7:3: sweep.count is missing"},
      {"  method: list\n", "sweep.cases is missing"},
      {parameters + "{min: 0, max: 1, distribution: uniform}\n",
       "exp.yaml:8:19: sweep.parameters.optimizer.lr: found no values, expected values: [...]; to "
       "draw from a range (min, max, distribution) takes method: random"},
      {"  method: random\n  count: 1\n" + parameters + "{min: 0, max: 1}\n",
       "distribution is missing"},
      {"  method: random\n  count: 1\n" + parameters +
           "{min: 0, max: 1, distribution: log_uniform}\n",
       "exp.yaml:10:25: sweep.parameters.optimizer.lr.min: found '0', expected a number above 0"},
      {"  method: random\n  count: 1\n" + parameters + "{min: 2, max: 1, distribution: uniform}\n",
       "found max '1', expected more than min, which is '2'"},
      {"  method: random\n  count: 1\n" + parameters + "{min: 0.5, max: 1, distribution: int}\n",
       "found '0.5', expected an integer; it is a real number"},
      {"  method: random\n  count: 1\n" + parameters + "{min: 0, max: 1, distribution: normal}\n",
       "found 'normal', expected uniform, log_uniform or int"},
      {"  method: random\n  count: 1\n" + parameters + "{min: 0, max: 1, distribtion: uniform}\n",
       "found the unknown key 'distribtion'"},
      {parameters + "{values: [1], when: {los: cross_entropy}}\n",
       "exp.yaml:8:40: sweep.parameters.optimizer.lr.when: found the key 'los', which neither the "
       "config nor the sweep sets, expected a key that is written there; did you mean 'loss'?"},
      {parameters + "{values: [1], when: {loss: cross_entrpy}}\n",
       "found loss 'cross_entrpy', which no run has, expected cross_entropy; did you mean "
       "'cross_entropy'?"},
      {"  parameters:\n    seed: {values: [1], when: {train.epochs: 3}}\n"
       "    train.epochs: {values: [3], when: {seed: 1}}\n",
       "conditions that depend on each other"},
      {"  method: list\n  cases: [{note: a}]\n", "sweep.cases.note: note belongs to the whole"}};
  for (const BadMethod& one : bad) EXPECT_THAT(error(one.sweep), HasSubstr(one.message));
}

TEST_F(Methods, a_run_drawn_has_the_id_that_it_has_when_written) {
  const Plan drawn = plan(random_lr(1));
  const Plan written = plan("  parameters: {optimizer.lr: [" + drawn.runs[0].swept[0] + "]}\n");
  EXPECT_EQ(drawn.runs[0].run_id, written.runs[0].run_id);
}

}  // namespace
}  // namespace logitbench
