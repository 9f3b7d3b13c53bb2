#include "core/config/read_expect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <cmath>
#include <limits>

#include "core/config/yaml_reader.h"

namespace logitbench {
namespace {

std::vector<Expectation> read(const std::string& entries) {
  const Location start{std::make_shared<const ConfigSource>(ConfigSource{"a.yaml", "."}), 0, 0};
  const ConfigNode node = parse_yaml(entries, start, true);
  return read_expectations(&node);
}

MetricClaim claim(const std::string& entry) {
  return std::get<MetricClaim>(read("[" + entry + "]").at(0).claim);
}

// The message that one entry is refused with.
std::string refusal(const std::string& entry) {
  try {
    read("- " + entry);
  } catch (const ConfigError& error) {
    return error.what();
  }
  ADD_FAILURE() << "taken: " << entry;
  return "";
}

TEST(ReadExpectations, KeepsWherePlaceAndNote) {
  const auto all = read(
      "- {where: {loss: a, optimizer.lr: 1.0, train.shuffle: true}, status: diverged}\n"
      "- {metric: valid.nll, value: 2, note: ln 10}\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].where.text("loss"), "a");
  EXPECT_EQ(all[0].where.real("optimizer.lr"), 1.0);
  EXPECT_TRUE(all[0].where.boolean("train.shuffle"));
  EXPECT_EQ(std::get<RunStatus>(all[0].claim), RunStatus::diverged);
  EXPECT_EQ(all[0].place, "a.yaml:1:3");
  EXPECT_TRUE(all[1].where.empty());
  EXPECT_EQ(all[1].note, "ln 10");
  EXPECT_EQ(all[1].place, "a.yaml:2:3");
}

TEST(ReadExpectations, AMetricsValueAndWhereItIsTaken) {
  const MetricClaim by_default = claim("{metric: valid.nll, value: 2}");
  EXPECT_EQ(by_default.split, "valid");
  EXPECT_EQ(by_default.metric, "nll");
  EXPECT_EQ(by_default.value_of, ValueOf::final);
  EXPECT_EQ(by_default.value, 2.0);
  EXPECT_EQ(by_default.within, 0);
  EXPECT_EQ(claim("{metric: valid.nll, epoch: best, value: 2}").value_of, ValueOf::best);
  const MetricClaim numbered = claim("{metric: train.loss, epoch: 10, value: 2, within: 0.5}");
  EXPECT_EQ(numbered.value_of, ValueOf::at);
  EXPECT_EQ(numbered.epoch, 10U);
  EXPECT_EQ(numbered.within, 0.5);
  EXPECT_FALSE(numbered.relative);
  const MetricClaim relative = claim("{metric: train.loss, value: 2, within_rel: 0.25}");
  EXPECT_EQ(relative.within, 0.25);
  EXPECT_TRUE(relative.relative);
  EXPECT_TRUE(std::isnan(*claim("{metric: train.loss, value: .nan}").value));
}

TEST(ReadExpectations, OneBoundOrBoth) {
  const MetricClaim least = claim("{metric: valid.accuracy, at_least: 0.5}");
  EXPECT_EQ(least.at_least, 0.5);
  EXPECT_FALSE(least.at_most || least.value);
  const MetricClaim both = claim("{metric: valid.accuracy, at_least: 0.5, at_most: 0.75}");
  EXPECT_EQ(both.at_least, 0.5);
  EXPECT_EQ(both.at_most, 0.75);
}

TEST(ReadExpectations, NanAndInfinityWithOrWithoutThePoint) {
  for (const char* word : {"inf", "+inf", ".inf"})
    EXPECT_EQ(claim(std::string("{metric: valid.loss, value: ") + word + "}").value,
              std::numeric_limits<double>::infinity());
  EXPECT_EQ(claim("{metric: valid.loss, value: -inf}").value,
            -std::numeric_limits<double>::infinity());
  const MetricClaim several = claim("{metric: valid.loss, values: [nan, -.inf, 1]}");
  EXPECT_TRUE(std::isnan(several.values.at(0)));
  EXPECT_TRUE(std::isinf(several.values.at(1)));
}

TEST(ReadExpectations, ValuesOfEpochs) {
  const MetricClaim several = claim("{metric: valid.nll, values: [1, 0.5], within: 0.1}");
  EXPECT_EQ(several.values, (std::vector<double>{1, 0.5}));
  EXPECT_EQ(several.within, 0.1);
  EXPECT_FALSE(several.value);
}

TEST(ReadExpectations, AnotherMetric) {
  const MetricClaim same = claim("{metric: valid.loss, epoch: 3, same_as: train.nll}");
  EXPECT_EQ(same.same_as->split, "train");
  EXPECT_EQ(same.same_as->metric, "nll");
  EXPECT_EQ(same.epoch, 3U);
}

TEST(ReadExpectations, BetweenRunsOfADistribution) {
  const MetricClaim range = claim("{metric: valid.nll, value: 2, between: range}");
  ASSERT_TRUE(range.between);
  EXPECT_FALSE(range.between->probability);
  const MetricClaim interval = claim("{metric: valid.nll, value: 2, between: 0.99}");
  EXPECT_EQ(interval.between->probability, 0.99);
  EXPECT_FALSE(claim("{metric: valid.nll, value: 2}").between);
}

TEST(ReadExpectations, ARowsNumbers) {
  const MetricClaim loss = claim("{row: 3, metric: valid.loss, value: 2}");
  ASSERT_TRUE(loss.row);
  EXPECT_EQ(loss.row->row, 3U);
  EXPECT_FALSE(loss.row->of_class);
  EXPECT_EQ(claim("{row: 0, metric: valid.logit, class: 1, value: 2}").row->of_class, 1U);
  const MetricClaim all = claim("{row: 0, metric: valid.probability, values: [0.25, 0.75]}");
  EXPECT_EQ(all.values.size(), 2U);
  EXPECT_FALSE(all.row->of_class);
}

TEST(ReadExpectations, AFactAndItsBounds) {
  const auto fact = [](const std::string& entry) {
    return std::get<FactClaim>(read("[" + entry + "]").at(0).claim);
  };
  EXPECT_EQ(fact("{fact: parameters.3, value: 320}").fact, "parameters.3");
  EXPECT_EQ(fact("{fact: parameters.3, value: 320}").value, 320.0);
  EXPECT_EQ(fact("{fact: classes, value: 10, within: 1}").within, 1);
  EXPECT_EQ(fact("{fact: rows.train, at_least: 2}").at_least, 2.0);
}

TEST(ReadExpectations, AStatusOfAnyKind) {
  const auto status = [](const std::string& word) {
    return std::get<RunStatus>(read("[{status: " + word + "}]").at(0).claim);
  };
  EXPECT_EQ(status("completed"), RunStatus::completed);
  EXPECT_EQ(status("diverged"), RunStatus::diverged);
  EXPECT_EQ(status("failed"), RunStatus::failed);
}

TEST(ReadExpectations, QuantityAndSource) {
  const Location start{std::make_shared<const ConfigSource>(ConfigSource{"a.yaml", "."}), 0, 0};
  const ConfigNode root = parse_yaml(
      "source: notebook 001\n"
      "expect:\n"
      "- {status: completed, quantity: the end}\n"
      "- {status: completed, source: a paper}\n",
      start, true);
  const auto all = read_expectations(root.find("expect"), root.find("source"));
  EXPECT_EQ(all.at(0).quantity, "the end");
  EXPECT_EQ(all[0].source, "notebook 001");
  EXPECT_EQ(all.at(1).source, "a paper");
  EXPECT_TRUE(read_expectations(root.find("expect")).at(0).source.empty());
}

TEST(ReadExpectations, AListOfSettings) {
  const auto all = read("- {where: {seed: [1, 2]}, status: completed}");
  EXPECT_EQ(all.at(0).where.list("seed").size(), 2U);
}

TEST(ReadExpectations, NoneIsNoMistake) { EXPECT_TRUE(read_expectations(nullptr).empty()); }

struct Refused {
  const char* entry;
  const char* said;  // the place is in it
};

class ReadExpectationsRefuses : public testing::TestWithParam<Refused> {};

TEST_P(ReadExpectationsRefuses, WithThePlace) {
  EXPECT_THAT(refusal(GetParam().entry), testing::HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    Entries, ReadExpectationsRefuses,
    testing::Values(
        Refused{"{note: nothing}", "a.yaml:1:3: expect[0]: found none of status, metric and fact"},
        Refused{"{status: diverged, metric: valid.nll, value: 1}",
                "a.yaml:1:3: expect[0]: found status, metric beside each other"},
        Refused{"{metric: valid.nll}", "a.yaml:1:3: expect[0]: found a metric without value"},
        Refused{"{metric: nll, value: 1}", "a.yaml:1:12: expect[0].metric: found 'nll'"},
        Refused{"{metric: valdi.nll, value: 1}",
                "a.yaml:1:12: expect[0].metric: found 'valdi.nll'"},
        Refused{"{metric: valid., value: 1}", "a.yaml:1:12: expect[0].metric: found 'valid.'"},
        Refused{"{metric: valid.nll, vaule: 1}", "did you mean 'value'?"},
        Refused{"{metric: valid.nll, value: 1, within: -1}", "expect[0].within: found '-1'"},
        Refused{"{metric: valid.nll, value: 1, within: 1, within_rel: 1}",
                "found within_rel beside within"},
        Refused{"{metric: valid.nll, value: 1, at_least: 1}", "found at_least beside value"},
        Refused{"{metric: valid.nll, at_least: 1, within: 1}", "found within without a value"},
        Refused{"{metric: valid.nll, at_least: 2, at_most: 1}", "found at_least 2 above at_most 1"},
        Refused{"{metric: valid.nll, epoch: last, value: 1}", "expect[0].epoch: found 'last'"},
        Refused{"{metric: valid.nll, epoch: -1, value: 1}", "expect[0].epoch: found '-1'"},
        Refused{"{metric: valid.nll, value: 1, values: [1]}", "found values beside value"},
        Refused{"{metric: valid.nll, value: 1, same_as: valid.loss}", "found same_as beside value"},
        Refused{"{metric: valid.nll, values: []}", "expect[0].values: found a list of 0 elements"},
        Refused{"{metric: valid.nll, values: [a]}", "expect[0].values[0]: found 'a'"},
        Refused{"{metric: valid.nll, values: [1], epoch: 1}", "found epoch beside values"},
        Refused{"{metric: valid.nll, value: 1, within: 1, between: range}",
                "found between beside within"},
        Refused{"{metric: valid.nll, value: 1, between: 1}", "expect[0].between: found '1'"},
        Refused{"{metric: valid.nll, value: 1, between: rnage}", "did you mean 'range'?"},
        Refused{"{metric: valid.nll, at_least: 1, between: range}",
                "found between without a value"},
        Refused{"{metric: valid.nll, same_as: nll}", "a.yaml:1:32: expect[0].same_as: found 'nll'"},
        Refused{"{metric: valid.nll, same_as: valid.nll}", "found the metric itself"},
        Refused{"{metric: valid.nll, same_as: valid.loss, epoch: best}", "beside epoch best"},
        Refused{"{metric: valid.nll, class: 1, value: 1}", "found class beside a metric over all"},
        Refused{"{row: 0, metric: valid.nll, value: 1}", "found 'valid.nll' beside row, expected"},
        Refused{"{row: 0, metric: train.loss, value: 1}", "found 'train.loss' beside row"},
        Refused{"{row: 0, metric: valid.loss, epoch: 1, value: 1}", "found epoch beside row"},
        Refused{"{row: 0, metric: valid.loss, class: 1, value: 1}",
                "found class beside valid.loss"},
        Refused{"{row: 0, metric: valid.loss, values: [1]}", "found values beside valid.loss"},
        Refused{"{row: 0, metric: valid.loss, same_as: valid.nll}", "found same_as beside row"},
        Refused{"{row: 0, metric: valid.logit, value: 1}", "of a row without a class"},
        Refused{"{row: 0, metric: valid.logit, class: 0, values: [1]}",
                "found class beside values"},
        Refused{"{row: -1, metric: valid.loss, value: 1}", "expect[0].row: found '-1'"},
        Refused{"{fact: paramters, value: 1}",
                "a.yaml:1:10: expect[0].fact: found 'paramters', expected one of parameters"},
        Refused{"{fact: paramters, value: 1}", "did you mean 'parameters'?"},
        Refused{"{fact: classes}", "found a fact without value"},
        Refused{"{fact: classes, values: [1]}", "found values beside fact"},
        Refused{"{fact: classes, value: 1, between: range}", "found between beside fact"},
        Refused{"{fact: classes, epoch: 1, value: 1}", "found epoch beside fact"},
        Refused{"{fact: classes, status: completed}", "found status, fact beside each other"},
        Refused{"{status: completed, value: 1}", "found value beside status"},
        Refused{"{status: completed, quantity: \"a\\nb\"}", "expect[0].quantity: found several"},
        Refused{"{where: {seed: []}, status: completed}", "found an empty list for 'seed'"},
        Refused{"{status: exploded}", "expect[0].status: found 'exploded'"},
        Refused{"{status: diverged, epoch: 3}", "found epoch beside status"},
        Refused{"{where: {}, status: diverged}", "expect[0].where: found"},
        Refused{"{where: [loss], status: diverged}", "expect[0].where: found a list"},
        Refused{"{where: {loss: }, status: diverged}", "found nothing for 'loss'"},
        Refused{"diverged", "expect[0]: found 'diverged', expected a map"}));

TEST(ReadExpectations, IsAList) { EXPECT_THROW(read("{status: diverged}"), ConfigError); }

}  // namespace
}  // namespace logitbench
