// logitbench status: what a folder that nobody works in says of its runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

class Status : public testing::Test {
 protected:
  Outcome status(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"status", (scratch / "r").string()};
    words.insert(words.end(), more.begin(), more.end());
    return logitbench(words, scratch.path());
  }
  void sweep(const std::vector<std::string>& more) const {
    std::vector<std::string> words{"run", config("smoke/spiral.yaml"), "--out",
                                   (scratch / "r").string(), "train.epochs=2"};
    words.insert(words.end(), more.begin(), more.end());
    logitbench(words, scratch.path());
  }
  const Scratch scratch;
};

TEST_F(Status, counts_runs_and_says_why_they_failed) {
  sweep({"dataset.validation=train,test", "+sweep.repeats=3", "--fail-fast", "--jobs", "1"});
  const Outcome text = status();
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("6 runs"));
  EXPECT_THAT(text.out, HasSubstr(" failed: "));
  EXPECT_THAT(text.out, HasSubstr("has no test split"));
  EXPECT_THAT(text.out, Not(HasSubstr("running")));

  const auto json = nlohmann::json::parse(status({"--json"}).out);
  EXPECT_EQ(json["experiment"], "smoke_spiral");
  size_t runs = 0;
  for (const auto& [name, count] : json["counts"].items()) runs += count.get<size_t>();
  EXPECT_EQ(runs, 6U);
  EXPECT_EQ(json["counts"]["failed"], 1);
  std::map<std::string, size_t> by_table;
  for (const CsvRow& run : read_csv(scratch / "r/runs.csv")) ++by_table[run.at("status")];
  for (const auto& [name, count] : by_table) EXPECT_EQ(json["counts"][name], count) << name;
}

TEST_F(Status, without_a_manifest_knows_what_has_begun) {
  sweep({"+sweep.repeats=3"});
  fs::remove(scratch / "r/manifest.json");
  const Outcome outcome = status();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("manifest.json is missing"));
  EXPECT_THAT(outcome.out, HasSubstr("3 runs"));
}

TEST_F(Status, changes_nothing) {
  sweep({"+sweep.repeats=2"});
  const auto state = [&] {
    std::map<fs::path, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(scratch / "r"))
      if (entry.is_regular_file()) files[entry.path()] = read_file(entry.path());
    return files;
  };
  const auto before = state();
  EXPECT_EQ(status().exit_code, 0);
  EXPECT_EQ(state(), before);
}

TEST_F(Status, refuses_what_holds_no_results) {
  const Outcome absent = status();
  EXPECT_EQ(absent.exit_code, 2);
  EXPECT_THAT(absent.err, HasSubstr("is not there"));
  write_file(scratch / "r/thesis.tex", "x");
  EXPECT_EQ(status().exit_code, 2);
  EXPECT_THAT(status().err, HasSubstr("holds no results"));
  EXPECT_EQ(logitbench({"status"}, scratch.path()).exit_code, 2);
  EXPECT_EQ(status({"b"}).exit_code, 2);
}

}  // namespace
}  // namespace logitbench::end_to_end
