#include "core/analysis/metric_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

namespace logitbench {
namespace {

using testing::HasSubstr;

TEST(MetricChoice, ReadsWhatItWrites) {
  for (const char* text : {"final.valid.accuracy", "best.train.loss", "test.nll@0", "valid.nll@12",
                           "best.valid.accuracy.class.3", "train.grad_norm.layer.2@1"})
    EXPECT_EQ(choice_text(metric_choice(text)), text);
  EXPECT_EQ(choice_text(metric_choice("valid.accuracy")), "final.valid.accuracy");
}

TEST(MetricChoice, RefusesWhatDoesNotExistWithTheNearestThatDoes) {
  const struct {
    const char *text, *expected;
  } kCases[] = {
      {"accuracy", "expected <split>.<metric> such as valid.accuracy"},
      {"valdi.accuracy", "did you mean 'valid'?"},
      {"valid.acuracy", "did you mean 'accuracy'?"},
      {"valid.accuracy.class", "accuracy.class.<k>"},
      {"valid.accuracy@last", "a whole number of an epoch"},
      {"valid.accuracy@-1", "a whole number of an epoch"},
      {"best.valid.accuracy@3", "expected one of the metrics"},
      {"", "expected <split>.<metric>"},
  };
  for (const auto& refused : kCases) {
    try {
      metric_choice(refused.text);
      ADD_FAILURE() << refused.text;
    } catch (const ConfigError& error) {
      EXPECT_THAT(error.what(), HasSubstr(refused.expected));
    }
  }
}

}  // namespace
}  // namespace logitbench
