#include "tools/logitbench/named_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kOdd = "o'dd \"<b>\"&\u00e4-0123456789";

class NamedRunTest : public testing::Test {
 protected:
  // A folder of results below the scratch folder.
  std::filesystem::path results(const std::string& name, const std::vector<std::string>& run_ids) {
    Json manifest = {{"experiment", name}, {"runs", Json::array()}};
    for (const std::string& run_id : run_ids)
      manifest["runs"].push_back({{"run_id", run_id}, {"config", {{"seed", run_id.size()}}}});
    const std::filesystem::path folder = scratch_.path() / name;
    std::filesystem::create_directories(folder);
    write_text(folder / "manifest.json", manifest.dump());
    return folder;
  }

  template <class E, class F>
  static std::string error_of(F&& find) {
    try {
      find();
    } catch (const E& error) {
      return error.what();
    }
    return "";
  }
  static std::string refused(const std::filesystem::path& folder, const std::string& name) {
    return error_of<ConfigError>([&] { find_run(folder, name, "show"); });
  }
  static std::string refused(const std::string& place) {
    return error_of<ConfigError>([&] { find_run(place, "diff"); });
  }

  TemporaryFolder scratch_;
};

TEST_F(NamedRunTest, every_part_that_one_run_alone_has_names_it) {
  const std::vector<std::string> run_ids = {"cross_entropy-lr0.1-aaaaaaaaaa",
                                            "mnist_loss-lr0.1-bbbbbbbbbb", kOdd};
  const auto folder = results("r", run_ids);
  size_t named = 0;
  for (const std::string& whole : run_ids)
    for (size_t begin = 0; begin < whole.size(); ++begin)
      for (size_t size = 1; begin + size <= whole.size(); ++size) {
        const std::string part = whole.substr(begin, size);
        size_t having = 0;
        for (const std::string& run_id : run_ids) having += run_id.find(part) != std::string::npos;
        if (part.find_first_not_of('/') == std::string::npos) continue;
        if (having == 1) {
          const NamedRun found = find_run(folder, part, "show");
          EXPECT_EQ(found.run_id, whole) << part;
          EXPECT_EQ(found.run["config"]["seed"], whole.size());
          EXPECT_EQ(found.manifest["experiment"], "r");
          EXPECT_TRUE(found.manifest["runs"].empty());
          ++named;
        } else {
          EXPECT_THAT(refused(folder, part), HasSubstr(std::to_string(having) + " runs")) << part;
        }
      }
  EXPECT_GT(named, 100U);
}

TEST_F(NamedRunTest, the_exact_name_wins_over_longer_ones_that_hold_it) {
  const auto folder = results("r", {"lr0.1-aaaa", "lr0.1", "x-lr0.1"});
  EXPECT_EQ(find_run(folder, "lr0.1", "show").run_id, "lr0.1");
  EXPECT_THAT(refused(folder, "lr0."), AllOf(HasSubstr("3 runs"), HasSubstr("\n  x-lr0.1")));
}

TEST_F(NamedRunTest, several_are_counted_and_the_first_shown) {
  std::vector<std::string> run_ids;
  for (int i = 0; i < 10000; ++i) run_ids.push_back("run" + std::to_string(i) + "-x");
  const auto folder = results("r", run_ids);
  EXPECT_THAT(refused(folder, "run"),
              AllOf(HasSubstr("10000 runs"), HasSubstr("run0-x"), HasSubstr("and 9995 more")));
  EXPECT_THAT(refused(folder, "none"),
              AllOf(HasSubstr("has no run 'none'"), HasSubstr("10000 runs"), HasSubstr("runs.csv"),
                    HasSubstr("status")));
  EXPECT_EQ(find_run(folder, "run9999", "show").run_id, "run9999-x");
}

TEST_F(NamedRunTest, a_misspelt_name_or_hash_is_told_the_nearest) {
  const auto folder = results("r", {"cross_entropy-aaaaaaaaaa", "mnist_loss-0123456789"});
  EXPECT_THAT(refused(folder, "mnist_lose-0123456789"),
              HasSubstr("did you mean 'mnist_loss-0123456789'?"));
  EXPECT_THAT(refused(folder, "0123456798"), HasSubstr("did you mean '0123456789'?"));
}

TEST_F(NamedRunTest, a_folder_and_a_run_may_be_one_word) {
  const auto folder = results("many", {"a-0123", kOdd, "c-4567"});
  for (const std::string& run_id : {std::string("a-0123"), std::string(kOdd)})
    for (const char* middle : {"/", "/runs/"})
      for (const char* end : {"", "/", "//"}) {
        const NamedRun found = find_run(folder.string() + middle + run_id + end, "diff");
        EXPECT_EQ(found.run_id, run_id) << middle << end;
        EXPECT_EQ(found.folder, folder);
      }
  EXPECT_EQ(find_run(folder, "runs/c-4567/", "show").run_id, "c-4567");
  const auto one = results("one", {"b-89ab"});
  EXPECT_EQ(find_run(one.string(), "diff").run_id, "b-89ab");
  EXPECT_EQ(find_run(one.string() + "/", "diff").run_id, "b-89ab");
  EXPECT_THAT(refused(folder.string() + "/runs/"), HasSubstr("names no run"));
  EXPECT_THAT(refused(folder.string()), AllOf(HasSubstr("names no run"), HasSubstr("c-4567")));
}

TEST_F(NamedRunTest, a_run_that_has_a_folder_is_found_by_its_path) {
  const auto folder = results("r", {"a-0123", "b-4567"});
  std::filesystem::create_directories(folder / "runs" / "a-0123");
  EXPECT_EQ(find_run((folder / "runs" / "a-0123/").string(), "diff").run_id, "a-0123");
}

TEST_F(NamedRunTest, what_holds_no_results_is_refused) {
  const auto folder = results("r", {"a-0123"});
  EXPECT_THAT(refused(scratch_.path() / "absent", "a"), HasSubstr("is not there"));
  EXPECT_THAT(refused((scratch_.path() / "absent/a").string()), HasSubstr("absent is not there"));
  EXPECT_THAT(refused((scratch_.path() / "a").string()), HasSubstr("holds folders of results"));
  EXPECT_THAT(refused(scratch_.path().string()), HasSubstr("holds folders of results"));
  EXPECT_THAT(refused("nowhere"), AllOf(HasSubstr("found 'nowhere'"), HasSubstr("DIR/RUN")));
  EXPECT_THAT(refused(""), HasSubstr("DIR/RUN"));
  EXPECT_THAT(refused(folder, ""), HasSubstr("found no name"));
  EXPECT_THAT(refused(folder, "x\x1b[31m"), Not(HasSubstr("\x1b")));
}

TEST_F(NamedRunTest, a_manifest_that_is_none_is_damaged_data) {
  const auto folder = results("r", {"a-0123"});
  const std::string whole = read_text(folder / "manifest.json");
  const auto damaged = [&] { return error_of<DataError>([&] { find_run(folder, "a", "show"); }); };
  EXPECT_EQ(damaged(), "");
  for (size_t size = 0; size < whole.size(); ++size) {
    write_text(folder / "manifest.json", whole.substr(0, size));
    EXPECT_THAT(damaged(), HasSubstr("missing or damaged")) << size;
  }
  for (const char* text : {R"({"runs": [{}]})", R"({"runs": [{"run_id": 1, "config": {}}]})",
                           R"({"runs": [{"run_id": "a"}]})", "[]"}) {
    write_text(folder / "manifest.json", text);
    EXPECT_THAT(damaged(), HasSubstr("missing or damaged")) << text;
  }
  std::filesystem::remove(folder / "manifest.json");
  write_text(folder / "runs.csv", "");
  EXPECT_THAT(damaged(), HasSubstr("missing or damaged"));
}

}  // namespace
}  // namespace logitbench
