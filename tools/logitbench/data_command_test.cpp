#include "tools/logitbench/data_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "core/data/testing/data_workplace.h"

namespace logitbench {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DataCommand : public ::testing::Test {
 protected:
  int run(const std::vector<std::string>& arguments) {
    out.str("");
    return data_command(arguments, host, out);
  }
  template <class Kind>
  std::string refusal(const std::vector<std::string>& arguments) {
    try {
      run(arguments);
    } catch (const Kind& error) {
      return error.what();
    }
    return "";
  }

  DataWorkplace work;
  PluginHost host{{LOGITBENCH_PLUGIN_DIR}};
  std::ostringstream out;
};

TEST_F(DataCommand, ListsDatasetsAndWhetherTheirFilesAreThere) {
  EXPECT_EQ(run({"list"}), 0);
  EXPECT_THAT(out.str(), AllOf(::testing::ContainsRegex("mnist37 +mnist +missing +/.*/data/mnist"),
                               ::testing::ContainsRegex("spiral +- +none to fetch")));
  work.make_folder("data/mnist", {{"train-labels-idx1-ubyte", "too short"}});
  EXPECT_EQ(run({"list"}), 0);
  EXPECT_THAT(out.str(), ::testing::ContainsRegex("mnist +mnist +damaged"));
}

TEST_F(DataCommand, VerifySaysWhichFileIsWrong) {
  work.make_folder("data/mnist", {{"train-labels-idx1-ubyte", "too short"}});
  EXPECT_EQ(run({"verify"}), 5);
  EXPECT_THAT(out.str(), AllOf(HasSubstr("train-images-idx3-ubyte is missing"),
                               HasSubstr("train-labels-idx1-ubyte has 9 bytes, expected 60008")));
  EXPECT_EQ(run({"verify", "mnist37"}), 5);
  EXPECT_EQ(run({"verify", "spiral"}), 0) << "it needs no files";
}

TEST_F(DataCommand, FetchRefusesWithReasons) {
  const ScopedVariable no_npm("PATH", work.path().string());
  work.make_folder("mine", {{"train-labels-idx1-ubyte", "too short"}});
  const std::vector<std::string> words = {"fetch",    "mnist37",
                                          "--from",   (work.path() / "mine").string(),
                                          "--mirror", "http://127.0.0.1:1"};
  EXPECT_THAT(refusal<DataError>(words),
              AllOf(HasSubstr("mine/train-labels-idx1-ubyte: it has 9 bytes; expected 60008"),
                    HasSubstr("http://127.0.0.1:1/train-images-idx3-ubyte.gz"),
                    HasSubstr("npm is not installed"), HasSubstr("By hand:")));
  EXPECT_THAT(out.str(), HasSubstr("attempt 1 of 3"));
  std::vector<std::string> quiet = words;
  quiet.push_back("--quiet");
  EXPECT_THAT(refusal<DataError>(quiet), HasSubstr("By hand:"));
  EXPECT_THAT(out.str(), IsEmpty());
}

TEST_F(DataCommand, RefusesAWrongCommandLine) {
  EXPECT_THAT(refusal<ConfigError>({}), HasSubstr("list, fetch or verify"));
  EXPECT_THAT(refusal<ConfigError>({"fech"}), HasSubstr("found 'fech'"));
  EXPECT_THAT(refusal<ConfigError>({"list", "mnist"}), HasSubstr("takes no names"));
  EXPECT_THAT(refusal<ConfigError>({"verify", "--quiet"}), HasSubstr("belong to data fetch"));
  EXPECT_THAT(refusal<ConfigError>({"fetch", "--form", "x"}), HasSubstr("--form"));
  EXPECT_THAT(refusal<ConfigError>({"fetch", "--from", "/no/such/folder"}),
              HasSubstr("--from /no/such/folder is not a folder"));
  EXPECT_THAT(refusal<ConfigError>({"fetch", "mnits"}),
              AllOf(HasSubstr("'mnits'"), HasSubstr("mnist, mnist37")));
}

TEST_F(DataCommand, HelpHasAnExample) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_THAT(out.str(), HasSubstr("logitbench data fetch mnist --from"));
}

TEST_F(DataCommand, ListsAPluginThatDoesNotLoadAndGoesOn) {
  write_text(work.path() / "dataset_broken.so", "not a shared object");
  PluginHost with_broken({work.path(), LOGITBENCH_PLUGIN_DIR});
  EXPECT_EQ(data_command({"list"}, with_broken, out), 4);
  EXPECT_THAT(out.str(), AllOf(HasSubstr("broken: plugin"), HasSubstr("spiral")));
  EXPECT_THROW(data_command({"verify", "broken"}, with_broken, out), PluginError);
}

}  // namespace
}  // namespace logitbench
