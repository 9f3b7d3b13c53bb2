#include "core/config/stop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/config/testing/config_folder.h"
#include "core/config/value_text.h"

namespace logitbench {
namespace {

using testing::HasSubstr;

StopSettings read(const std::string& yaml) { return read_section(yaml, read_stop); }

std::string refusal(const std::string& yaml) {
  return config_error([&] { read(yaml); });
}

std::string written(const StopSettings& settings) {
  return canonical_text(Value(competition(settings)));
}

TEST(Stop, EndsNoRunUnasked) {
  const StopSettings settings = read_stop(nullptr);
  EXPECT_FALSE(settings.nan || settings.target || settings.method);
  EXPECT_TRUE(competition(settings).empty());
}

TEST(Stop, OfARunAlone) {
  const StopSettings settings = read("{nan: true, target: true}");
  EXPECT_TRUE(settings.nan && settings.target);
  EXPECT_FALSE(settings.method);
}

TEST(Stop, ACompetitionIsWrittenWithItsDefaultsAndItsOwnKeysAlone) {
  EXPECT_EQ(written(read("method: median")),
            R"({"after":1,"first":5,"method":"median","metric":"valid.accuracy"})");
  EXPECT_EQ(written(read("{method: successive_halving, metric: train.loss, factor: 2}")),
            R"({"factor":2,"first_epochs":1,"method":"successive_halving","metric":"train.loss"})");
}

TEST(Stop, RefusesWhatHasNoEffect) {
  EXPECT_THAT(refusal("{method: median, factor: 2}"),
              HasSubstr("c.yaml:1:18: stop.factor: found it with method median, expected it with "
                        "method successive_halving alone"));
  EXPECT_THAT(refusal("{first: 4}"), HasSubstr("stop.first: found it without a method"));
  EXPECT_THAT(refusal("{metric: valid.nll}"), HasSubstr("stop.metric: found it without a method"));
  EXPECT_THAT(refusal("{method: medain}"), HasSubstr("did you mean 'median'"));
  EXPECT_THAT(refusal("{method: median, first: 1}"), HasSubstr("at least 2"));
}

TEST(Stop, RefusesWhatIsNotRecordedEveryEpoch) {
  for (const char* metric : {"accuracy", "test.accuracy", "valid.", "valid.acuracy", ".loss"})
    EXPECT_THAT(refusal(std::string("{method: median, metric: ") + metric + "}"),
                HasSubstr("expected train or valid, a point and a metric"))
        << metric;
  EXPECT_THAT(refusal("{method: median, metric: valid.grad_norm.layer.1}"),
              HasSubstr("which is never recorded, expected train.grad_norm.layer.1"));
  EXPECT_THAT(refusal("{method: median, metric: valid.acuracy}"),
              HasSubstr("did you mean 'valid.accuracy'?"));
}

TEST(Stop, KnowsWhichKeysAllRunsShare) {
  EXPECT_TRUE(is_of_the_competition("stop"));
  EXPECT_TRUE(is_of_the_competition("stop.method"));
  EXPECT_FALSE(is_of_the_competition("stop.nan"));
  EXPECT_FALSE(is_of_the_competition("stop.target"));
  EXPECT_FALSE(is_of_the_competition("stopper.x"));
  EXPECT_FALSE(is_of_the_competition("optimizer.lr"));
}

}  // namespace
}  // namespace logitbench
