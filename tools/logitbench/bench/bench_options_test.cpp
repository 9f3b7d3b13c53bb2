#include "tools/logitbench/bench/bench_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace logitbench::bench {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

BenchOptions parse(const std::vector<std::string>& words) {
  std::ostringstream out;
  return parse_bench_options(words, out).value();
}

template <class Kind = ConfigError>
std::string refusal(const std::vector<std::string>& words) {
  try {
    parse(words);
  } catch (const Kind& error) {
    return error.what();
  }
  return "";
}

TEST(BenchOptions, AFilterIsAWordOrGoogleBenchmarksFlag) {
  EXPECT_EQ(parse({}).filter, ".");
  EXPECT_EQ(parse({"train/.*f32"}).filter, "train/.*f32");
  EXPECT_EQ(parse({"--benchmark_filter=loss"}).filter, "loss");
  EXPECT_EQ(parse({"-limit"}).filter, "-limit") << "all that do not match";
  EXPECT_EQ(parse({"--benchmark_filter=-h"}).filter, "-h") << "no option of ours";
}

TEST(BenchOptions, PassesGoogleBenchmarksFlagsOn) {
  const BenchOptions options = parse({"--benchmark_format=json", "x", "--benchmark_min_time=0.1"});
  EXPECT_THAT(options.flags, ElementsAre("--benchmark_format=json", "--benchmark_min_time=0.1"));
  EXPECT_EQ(options.filter, "x");
}

TEST(BenchOptions, TakesAFolderOfConfigs) {
  EXPECT_EQ(parse({"--configs", "mine"}).configs, "mine");
  EXPECT_EQ(parse({"--configs=mine"}).configs, "mine");
  EXPECT_EQ(parse({}).configs, std::nullopt);
}

TEST(BenchOptions, RefusesAWrongCommandLine) {
  EXPECT_THAT(refusal({"--filter=x"}), AllOf(HasSubstr("'--filter=x'"), HasSubstr("--help")));
  EXPECT_THAT(refusal({"-h"}), AllOf(HasSubstr("'-h'"), HasSubstr("--help")));
  EXPECT_THAT(refusal({"a", "b"}), HasSubstr("'a' and 'b', expected one"));
  EXPECT_THAT(refusal({"a", "--benchmark_filter=b"}), HasSubstr("expected one"));
  EXPECT_THAT(refusal({"(a"}), HasSubstr("'(a' is no regular expression"));
  EXPECT_THAT(refusal({"--benchmark_format=xml"}), HasSubstr("expected console, json or csv"));
  EXPECT_THAT(refusal({"--benchmark_out_format=xml"}), HasSubstr("expected console, json or csv"));
  EXPECT_THAT(refusal({"--configs"}), HasSubstr("--configs needs a folder"));
  EXPECT_THAT(refusal<ResultsError>({"--benchmark_out=/no/such/folder/out.json"}),
              HasSubstr("/no/such/folder/out.json cannot be written"));
}

TEST(BenchOptions, LeavesNoFileBehindAndKeepsOneThatIsThere) {
  const std::filesystem::path file =
      std::filesystem::path(::testing::TempDir()) / "bench_options_test.json";
  std::filesystem::remove(file);
  const std::string flag = "--benchmark_out=" + file.string();
  EXPECT_EQ(parse({flag}).new_file, file);
  EXPECT_NE(refusal({flag, "a", "b"}), "");
  EXPECT_FALSE(std::filesystem::exists(file));
  std::ofstream(file) << "kept";
  EXPECT_EQ(parse({flag}).new_file, std::nullopt);
  EXPECT_EQ(std::filesystem::file_size(file), 4U);
  std::filesystem::remove(file);
}

TEST(BenchOptions, HelpHasAnExample) {
  std::ostringstream out;
  EXPECT_EQ(parse_bench_options({"--help"}, out), std::nullopt);
  EXPECT_THAT(out.str(), HasSubstr("logitbench bench train/mlp128/onednn"));
}

}  // namespace
}  // namespace logitbench::bench
