// logitbench bench through the real program: that what it measures is told in numbers which mean
// something. How large they are is no matter of tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kSpiral = R"(
dataset: {name: spiral, samples: 20}
model: {name: mlp, hidden: [8]}
loss: cross_entropy
optimizer: {name: adam, lr: 0.01}
train: {epochs: 3, batch_size: 25, shuffle: false}
)";

class BenchTest : public testing::Test {
 protected:
  void SetUp() override { write_file(scratch / "configs/tiny.yaml", kSpiral); }

  Outcome bench(std::vector<std::string> words) const {
    words.insert(words.begin(), "bench");
    words.insert(words.end(), {"--configs", "configs", "--benchmark_min_time=0.001"});
    return logitbench(words, scratch.path());
  }
  // Of one filter, as JSON.
  json entries(const std::string& filter) const {
    const Outcome outcome = bench({filter, "--benchmark_format=json"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return json::parse(outcome.out).at("benchmarks");
  }
  static void expect_measured(const json& entry, const std::vector<std::string>& counters) {
    SCOPED_TRACE(entry.dump());
    for (const std::string& name : counters) {
      ASSERT_TRUE(entry.contains(name)) << name;
      EXPECT_TRUE(std::isfinite(entry[name].get<double>())) << name;
      EXPECT_GT(entry[name].get<double>(), 0) << name;
    }
  }

  Scratch scratch;
};

TEST_F(BenchTest, TrainingIsMeasuredInSamplesAndAsAShareOfTheLimit) {
  const json found = entries("^train/tiny/onednn/f32/threads:1/");
  ASSERT_EQ(found.size(), 1U);
  expect_measured(found[0], {"items_per_second", "flop_per_second", "of_limit", "real_time"});
}

TEST_F(BenchTest, LossesLayersAndOptimizersAreMeasured) {
  for (const char* filter :
       {"^loss/cross_entropy/rows:300/classes:3/f(32|64)/", "^loss/mnist_loss/rows:256/",
        "^loss/probability_nll/rows:256/", "^optimizer/adam/params:35962/threads:1/"}) {
    const json found = entries(filter);
    EXPECT_FALSE(found.empty());
    for (const json& entry : found)
      expect_measured(entry, {"items_per_second", "bytes_per_second", "of_limit"});
  }
  const json layers = entries("^layer/onednn/f32/dense_784_10/.*/threads:1/");
  EXPECT_EQ(layers.size(), 2U) << "forward and backward";
  for (const json& layer : layers) expect_measured(layer, {"flop_per_second", "of_limit"});
}

TEST_F(BenchTest, WritesWhatItIsAskedFor) {
  const std::string filter = "^optimizer/sgd/params:35962/threads:1/";
  const Outcome outcome = bench({filter, "--benchmark_out=out.json", "--benchmark_repetitions=2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("of_limit"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b"))) << "no colours without a terminal";
  const json file = json::parse(read_file(scratch / "out.json"));
  EXPECT_THAT(file.at("benchmarks").at(0).at("name").get<std::string>(),
              StartsWith("optimizer/sgd/params:35962/threads:1/"));
}

TEST_F(BenchTest, AFilterThatMatchesNothingIsAnError) {
  const Outcome outcome = bench({"no_such_benchmark"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("'no_such_benchmark' matches no benchmark"));
  EXPECT_EQ(bench({"--benchmark_no_such_flag=1", "x"}).exit_code, 2);
  for (const std::string word : {"no_such_benchmark", "--benchmark_no_such_flag=1"}) {
    EXPECT_EQ(bench({word, "--benchmark_out=out.json"}).exit_code, 2);
    EXPECT_FALSE(fs::exists(scratch / "out.json")) << word;
  }
}

TEST_F(BenchTest, LeavesOutWhatCannotRunWithItsReason) {
  write_file(scratch / "plugins/loss_broken.so", "this is no ELF file");
  const Outcome outcome =
      bench({"^loss/broken/", "--benchmark_format=json", "--plugin-path", "plugins"});
  EXPECT_EQ(outcome.exit_code, 4);
  const json found = json::parse(outcome.out).at("benchmarks");
  ASSERT_FALSE(found.empty());
  EXPECT_THAT(found[0].at("error_message").get<std::string>(), HasSubstr("would not load"));
}

TEST_F(BenchTest, ABrokenConfigStopsNoOtherBenchmark) {
  write_file(scratch / "configs/broken.yaml", "model: [");
  const Outcome outcome =
      bench({"^train/(broken|tiny/onednn/f32/threads:1/)", "--benchmark_format=json"});
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  const json found = json::parse(outcome.out).at("benchmarks");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0].at("error_message").get<std::string>(), HasSubstr("broken.yaml"));
  expect_measured(found[1], {"items_per_second"});
  entries("^train/tiny/onednn/f32/threads:1/");  // not asked for, the broken one is no error
}

TEST_F(BenchTest, GoesOnWithoutWorkloadsAndSaysSo) {
  const std::vector<std::string> words{"bench", "^optimizer/sgd/params:35962/threads:1/",
                                       "--benchmark_min_time=0.001", "--benchmark_format=json"};
  std::vector<std::string> absent = words, empty = words;
  absent.insert(absent.end(), {"--configs", "nowhere"});
  fs::create_directory(scratch / "empty");
  empty.insert(empty.end(), {"--configs", "empty"});
  for (const auto& asked : {absent, empty}) {
    const Outcome outcome = logitbench(asked, scratch.path());
    EXPECT_EQ(outcome.exit_code, 2) << asked.back();
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(asked.back()), HasSubstr("train/ is left out")));
    EXPECT_EQ(json::parse(outcome.out).at("benchmarks").size(), 1U);
  }
  const Outcome unasked = logitbench(words, scratch.path());
  EXPECT_EQ(unasked.exit_code, 0) << "there are no configs of the program's own either";
  EXPECT_THAT(unasked.err, HasSubstr("train/ is left out"));
}

}  // namespace
}  // namespace logitbench::end_to_end
