#include "tools/logitbench/report/repeat_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Words = std::vector<std::string>;

Json manifest(const Words& words, const Words& swept_keys) {
  return {{"command_line", words}, {"swept_keys", swept_keys}};
}

TEST(RepeatCommand, KeepsWhatSteersNeitherSweepNorSeed) {
  std::string why;
  const auto source = repeat_source(
      manifest({"logitbench", "run", "a b.yaml", "--out", "x", "loss=a,b", "+train.epochs=3",
                "sweep.repeats=4", "seed=7", "~metrics", "loss.label_smoothing=0.1", "--quiet"},
               {"loss"}),
      why);
  ASSERT_TRUE(source) << why;
  EXPECT_EQ(source->config, "a b.yaml");
  EXPECT_THAT(source->overrides,
              ElementsAre("+train.epochs=3", "~metrics", "loss.label_smoothing=0.1"));
  EXPECT_EQ(repeat_command(*source, {"a-seed9-00", 9, {"a"}, Json()}),
            "logitbench run 'a b.yaml' +train.epochs=3 '~metrics' loss.label_smoothing=0.1 "
            "'sweep={}' loss=a seed=9 --out results/again/a-seed9-00");
}

TEST(RepeatCommand, KeepsWhereThePluginsAre) {
  std::string why;
  const auto source = repeat_source(manifest({"logitbench", "--plugin-path=a", "run", "c.yaml",
                                              "--plugin-path", "b c", "--out", "x"},
                                             {}),
                                    why);
  ASSERT_TRUE(source) << why;
  EXPECT_EQ(repeat_command(*source, {"r", 3, {}, Json()}),
            "logitbench run c.yaml 'sweep={}' seed=3 --out results/again/r --plugin-path a "
            "--plugin-path 'b c'");
}

TEST(RepeatCommand, WritesValuesThatAreReadBackAsOne) {
  const RepeatSource source{"c.yaml", {}, {"a.b", "c", "d", "e", "seed"}, {}};
  const Json config = {{"a", {{"b", {64, 64}}}},
                       {"e", {{"name", "sgd"}, {"lr", 1}, {"clip_norm", nullptr}}}};
  const RepeatedRun run{"r", 3, {"[64,64]", "x, y", "", "{name:sgd,lr:1}", "3"}, config};
  EXPECT_EQ(repeat_command(source, run),
            "logitbench run c.yaml 'sweep={}' 'a.b=[64,64]' 'c=\"x, y\"' "
            "'e={\"name\":\"sgd\",\"lr\":1}' seed=3 --out results/again/r");
}

TEST(RepeatCommand, IsNoneWhereNobodyKnowsTheConfig) {
  std::string why;
  EXPECT_FALSE(repeat_source(Json::object(), why));
  EXPECT_FALSE(repeat_source(manifest({"logitbench", "reproduce", "004"}, {}), why));
  EXPECT_THAT(why, HasSubstr("no command `run`"));
  EXPECT_FALSE(repeat_source(manifest({"logitbench", "run", "a.yaml", "b.yaml"}, {}), why));
  EXPECT_THAT(why, HasSubstr("several configs"));
  EXPECT_FALSE(repeat_source({{"command_line", 7}}, why));
}

TEST(ShellQuoted, IsOneWord) {
  EXPECT_EQ(shell_quoted("a=1.5"), "a=1.5");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("it's $HOME"), "'it'\\''s $HOME'");
  EXPECT_EQ(shell_quoted("~x"), "'~x'");
}

}  // namespace
}  // namespace logitbench
