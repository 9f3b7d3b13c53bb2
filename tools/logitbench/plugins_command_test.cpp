#include "tools/logitbench/plugins_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

using testing::HasSubstr;
using testing::Not;

class PluginsCommandTest : public testing::Test {
 protected:
  std::string output(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    EXPECT_EQ(plugins_command(arguments, host, out), 0);
    return out.str();
  }
  std::string refusal(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    try {
      plugins_command(arguments, host, out);
    } catch (const ConfigError& error) {
      EXPECT_EQ(out.str(), "");
      return error.what();
    }
    return "no error";
  }
  // A broken plugin beside the real ones.
  TemporaryFolder broken;
  PluginHost host = [this] {
    write_text(broken.path() / "loss_broken.so", "this is no ELF file");
    return PluginHost({broken.path(), LOGITBENCH_PLUGIN_DIR});
  }();
};

TEST_F(PluginsCommandTest, ListsAllAndTheReasonOfThoseThatFailed) {
  const std::string text = output({"list"});
  EXPECT_THAT(text, HasSubstr("loss       cross_entropy"));
  EXPECT_THAT(text, HasSubstr("model      cnn"));
  EXPECT_THAT(
      text, testing::ContainsRegex("loss +broken +FAILED +plugin .*loss_broken.so would not load"));
  EXPECT_THAT(text, HasSubstr("\n1 plugin would not load.\n"));
}

TEST_F(PluginsCommandTest, ListsAsJson) {
  const auto json = nlohmann::json::parse(output({"--json", "list"}));
  size_t failed = 0;
  for (const auto& entry : json) {
    EXPECT_NE(entry.contains("version"), entry.contains("error"));
    if (entry.contains("error")) ++failed;
  }
  EXPECT_EQ(failed, 1u);
  EXPECT_GT(json.size(), 10u);
}

TEST_F(PluginsCommandTest, DescribesParametersItsOwnAndTheCommonOnes) {
  const std::string text = output({"describe", "optimizer", "sgd"});
  EXPECT_THAT(text, testing::StartsWith("optimizer sgd - "));
  EXPECT_THAT(text, HasSubstr("\n  lr: real, above 0, default 0.1 - learning rate\n"));
  EXPECT_THAT(text, HasSubstr("parameters of every optimizer\n"));
  EXPECT_THAT(text, HasSubstr("\n  clip_norm: "));
  EXPECT_EQ(output({"describe", "sgd"}), text);
}

TEST_F(PluginsCommandTest, DescribesAsJson) {
  const auto json = nlohmann::json::parse(output({"describe", "sgd", "--json"}));
  ASSERT_EQ(json.size(), 1u);
  EXPECT_EQ(json[0]["kind"], "optimizer");
  EXPECT_EQ(json[0]["parameters"][0]["name"], "lr");
  EXPECT_EQ(json[0]["common_parameters"][0]["name"], "clip_norm");
}

TEST_F(PluginsCommandTest, ANameOfSeveralKindsIsDescribedForEach) {
  namespace fs = std::filesystem;
  const TemporaryFolder folder;
  fs::copy_file(fs::path(LOGITBENCH_PLUGIN_DIR) / "loss_cross_entropy.so",
                folder.path() / "loss_cross_entropy.so");
  write_text(folder.path() / "model_cross_entropy.so", "");
  PluginHost twice({folder.path()});
  std::ostringstream out;
  EXPECT_THROW(plugins_command({"describe", "cross_entropy"}, twice, out), PluginError)
      << "the model of that name would not load";
  EXPECT_EQ(plugins_command({"describe", "loss", "cross_entropy"}, twice, out), 0);
}

TEST_F(PluginsCommandTest, UnknownNamesGetTheNearestOne) {
  EXPECT_THAT(
      refusal({"describe", "loss", "crossentropy"}),
      HasSubstr(
          "there is no loss 'crossentropy' (`logitbench plugins list` shows them all); did you "
          "mean 'cross_entropy'?"));
  EXPECT_THAT(refusal({"describe", "qqqqqqqqqqq"}), Not(HasSubstr("did you mean")));
  EXPECT_THAT(refusal({"describe", "lss", "sgd"}), HasSubstr("there is no kind 'lss'"));
  EXPECT_THAT(refusal({"lsit"}), HasSubstr("did you mean 'list'?"));
}

TEST_F(PluginsCommandTest, WordsItDoesNotKnowAreRefused) {
  EXPECT_THAT(refusal({}), HasSubstr("list or describe"));
  EXPECT_THAT(refusal({"describe"}), HasSubstr("[KIND] NAME"));
  EXPECT_THAT(refusal({"describe", "loss", "a", "b"}), HasSubstr("[KIND] NAME"));
  EXPECT_THAT(refusal({"list", "loss"}), HasSubstr("takes no name"));
  EXPECT_THAT(refusal({"list", "--yaml"}), HasSubstr("--yaml"));
}

TEST_F(PluginsCommandTest, HelpHasAnExample) {
  EXPECT_THAT(output({"describe", "--help"}), HasSubstr("Example:\n"));
}

TEST(PluginsCommand, SaysWhereItSearchedInVain) {
  PluginHost nothing({"/nonexistent/plugins"});
  std::ostringstream out;
  EXPECT_EQ(plugins_command({"list"}, nothing, out), 0);
  EXPECT_EQ(out.str(), "No plugins found. Searched:\n  /nonexistent/plugins\n");
}

}  // namespace
}  // namespace logitbench
