#include "core/config/read_expect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <cmath>

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

TEST(ReadExpectations, KeepsTheEntryAsWritten) {
  const Value written =
      read("- {where: {optimizer.lr: 1.0}, metric: valid.nll, value: 2}").at(0).written;
  EXPECT_EQ(written.map().map("where").real("optimizer.lr"), 1.0);
  EXPECT_EQ(written.map().text("metric"), "valid.nll");
  EXPECT_EQ(written.map().integer("value"), 2);
  EXPECT_FALSE(written.map().has("epoch"));
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
        Refused{"{note: nothing}", "a.yaml:1:3: expect[0]: found neither status and metric"},
        Refused{"{status: diverged, metric: valid.nll, value: 1}",
                "a.yaml:1:3: expect[0]: found both"},
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
        Refused{"{status: exploded}", "expect[0].status: found 'exploded'"},
        Refused{"{status: diverged, epoch: 3}", "found epoch beside status"},
        Refused{"{where: {}, status: diverged}", "expect[0].where: found"},
        Refused{"{where: [loss], status: diverged}", "expect[0].where: found a list"},
        Refused{"{where: {loss: }, status: diverged}", "found nothing for 'loss'"},
        Refused{"diverged", "expect[0]: found 'diverged', expected a map"}));

TEST(ReadExpectations, IsAList) { EXPECT_THROW(read("{status: diverged}"), ConfigError); }

}  // namespace
}  // namespace logitbench
