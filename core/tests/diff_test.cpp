// logitbench diff: why two runs differ, by what their folders hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using Json = nlohmann::json;

class Diff : public testing::Test {
 protected:
  Outcome run(const std::string& config_name, const std::string& out,
              const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"run", config(config_name), "--out", (scratch / out).string()};
    words.insert(words.end(), more.begin(), more.end());
    return logitbench(words, scratch.path());
  }
  std::string text(const std::string& a, const std::string& b) const {
    const Outcome outcome = logitbench({"diff", a, b}, scratch.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos);
    return outcome.out;
  }
  Json json(const std::string& a, const std::string& b) const {
    const Outcome outcome = logitbench({"diff", a, b, "--json"}, scratch.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return Json::parse(outcome.out);
  }
  static std::vector<std::string> keys(const Json& part) {
    std::vector<std::string> names;
    for (const auto& one : part["differences"]) names.push_back(one["key"]);
    return names;
  }
  static Json metric(const Json& diff, const std::string& name) {
    for (const auto& one : diff["metrics"])
      if (one["metric"] == name) return one;
    return {};
  }
  static std::string answer(const Json& diff) {
    std::string all;
    for (const auto& sentence : diff["answer"]) all += sentence.get<std::string>() + " ";
    return all;
  }
  const Scratch scratch;
};

TEST_F(Diff, the_same_run_twice_has_no_difference) {
  run("smoke/spiral.yaml", "r", {"train.epochs=3"});
  EXPECT_THAT(text("r", "r/"), HasSubstr("one and the same run: there is no difference"));
  const Json diff = json("r", "r");
  EXPECT_TRUE(diff["same_run"].get<bool>());
  EXPECT_TRUE(diff["curves"]["same"].get<bool>());
  EXPECT_TRUE(keys(diff["config"]).empty());
  EXPECT_TRUE(keys(diff["environment"]).empty());
}

TEST_F(Diff, the_same_config_in_two_folders_has_the_same_curves) {
  run("smoke/spiral.yaml", "a", {"train.epochs=3"});
  run("smoke/spiral.yaml", "b", {"train.epochs=3", "+note=again"});
  const Json diff = json("a", "b");
  EXPECT_FALSE(diff["same_run"].get<bool>());
  EXPECT_TRUE(diff["curves"]["same"].get<bool>());
  EXPECT_TRUE(diff["data"][0]["same"].get<bool>());
  EXPECT_THAT(keys(diff["config"]), ElementsAre("note"));
  EXPECT_THAT(answer(diff),
              AllOf(HasSubstr("The configs are the same but for note."),
                    HasSubstr("the same to the last bit"), Not(HasSubstr("verdict"))));
}

// What diff says of curves and results is what the tables hold.
TEST_F(Diff, agrees_with_the_tables_on_images) {
  run("smoke/mnist_cnn.yaml", "r",
      {"dataset.name=mnist37", "model=linear", "loss=cross_entropy,softmax_log_nll",
       "dataset.limit=1000"});
  const std::vector<CsvRow> runs = read_csv(scratch / "r/runs.csv");
  ASSERT_EQ(runs.size(), 2u);
  const std::string a = runs[0].at("run_id"), b = runs[1].at("run_id");
  const Json diff = json("r/" + a, "r/" + b);
  std::map<std::string, std::string> values[2];
  std::vector<std::string> order;
  for (const CsvRow& row : read_csv(scratch / "r/curves.csv")) {
    const std::string key = row.at("epoch") + " " + row.at("split") + " " + row.at("metric");
    values[row.at("run_id") == b][key] = row.at("value");
  }
  size_t differing = 0;
  for (const auto& [key, value] : values[0]) differing += values[1].at(key) != value;
  EXPECT_EQ(diff["curves"]["compared"], values[0].size());
  EXPECT_EQ(diff["curves"]["differing"], differing);
  if (differing > 0) {
    const auto& first = diff["curves"]["first_difference"];
    const std::string key = std::to_string(first["epoch"].get<int>()) + " " +
                            first["split"].get<std::string>() + " " +
                            first["metric"].get<std::string>();
    EXPECT_EQ(first["a"].get<double>(), std::stod(values[0].at(key)));
    EXPECT_EQ(first["b"].get<double>(), std::stod(values[1].at(key)));
    for (const auto& [other, value] : values[0])
      if (std::stoi(other) < first["epoch"].get<int>()) {
        EXPECT_EQ(value, values[1].at(other)) << other;
      }
  }
  for (const auto& one : diff["metrics"]) {
    EXPECT_EQ(one["a"].get<double>(), std::stod(runs[0].at(one["metric"])));
    EXPECT_EQ(one["b"].get<double>(), std::stod(runs[1].at(one["metric"])));
  }
  EXPECT_FALSE(metric(diff, "final.valid.loss")["comparable"].get<bool>());
  EXPECT_TRUE(metric(diff, "final.valid.nll")["comparable"].get<bool>());
  EXPECT_THAT(answer(diff),
              AllOf(HasSubstr("The configs differ in loss alone."), HasSubstr("Same data;")));
}

TEST_F(Diff, seeds_alone_are_chance_and_repeats_point_to_compare) {
  run("smoke/spiral.yaml", "r", {"train.epochs=3", "+sweep.repeats=2", "optimizer.lr=0.02,0.5"});
  const std::vector<CsvRow> runs = read_csv(scratch / "r/runs.csv");
  ASSERT_EQ(runs.size(), 4u);
  const Json seeds = json("r/" + runs[0].at("run_id"), "r/" + runs[1].at("run_id"));
  EXPECT_THAT(keys(seeds["config"]), ElementsAre("seed"));
  EXPECT_EQ(seeds["a"]["seeds"], 2);
  EXPECT_FALSE(seeds["curves"]["same"].get<bool>());
  EXPECT_EQ(seeds["curves"]["first_difference"]["epoch"], 0);
  EXPECT_THAT(answer(seeds), HasSubstr("The configs differ in seed alone."));
  const Json rates = json("r/" + runs[0].at("run_id"), "r/" + runs[2].at("run_id"));
  EXPECT_THAT(keys(rates["config"]), ElementsAre("optimizer.lr"));
  EXPECT_THAT(answer(rates), HasSubstr("logitbench compare r`"));
}

TEST_F(Diff, of_other_data_neither_run_is_said_to_be_better) {
  run("smoke/spiral.yaml", "a", {"train.epochs=3"});
  run("smoke/spiral.yaml", "b", {"train.epochs=3", "dataset.seed=1"});
  const Json diff = json("a", "b");
  EXPECT_FALSE(diff["data"][0]["same"].get<bool>());
  EXPECT_NE(diff["data"][0]["a"]["sha256"], diff["data"][0]["b"]["sha256"]);
  EXPECT_THAT(answer(diff),
              AllOf(HasSubstr("The data differ: train and valid"),
                    HasSubstr("not known to be the same"), Not(HasSubstr("is better"))));
  EXPECT_FALSE(diff["data"][1]["same"].get<bool>());
  for (const auto& one : diff["metrics"]) EXPECT_TRUE(one["better"].is_null()) << one["metric"];
  EXPECT_THAT(
      text("a", "b"),
      HasSubstr("(neither is called the better one: the data are not known to be the same)"));
}

// A fraction is drawn with the seed: other rows, though there are as many.
TEST_F(Diff, of_other_validation_rows_neither_run_is_said_to_be_better) {
  run("smoke/spiral.yaml", "r", {"train.epochs=2", "dataset.validation=0.2", "seed=1,2"});
  run("smoke/spiral.yaml", "s", {"train.epochs=2", "dataset.validation=0.2", "optimizer.lr=0.5"});
  const Json seeds = json("r/seed1", "r/seed2");
  EXPECT_THAT(answer(seeds),
              AllOf(HasSubstr("The data differ: train and valid"), Not(HasSubstr("is better"))));
  EXPECT_EQ(seeds["data"][1]["a"]["fraction"], 0.2);
  EXPECT_EQ(seeds["data"][1]["b"]["seed"], 2);
  EXPECT_THAT(text("r/seed1", "r/seed2"), HasSubstr("drawn with seed 2"));
  for (const auto& one : seeds["metrics"]) EXPECT_TRUE(one["better"].is_null()) << one["metric"];
  run("smoke/spiral.yaml", "t", {"train.epochs=2", "dataset.validation=0.2"});
  EXPECT_THAT(answer(json("s", "t")), HasSubstr("Same data"));
}

// Only those that `compare` takes: one of each config is completed.
TEST_F(Diff, seeds_without_a_completed_run_do_not_point_to_compare) {
  run("smoke/spiral.yaml", "r", {"train.epochs=1", "+sweep.repeats=1", "optimizer.lr=0.02,0.5"});
  run("smoke/spiral.yaml", "q",
      {"train.epochs=1", "dataset.validation=test,train", "+sweep.repeats=3", "--fail-fast",
       "--jobs", "1"});
  const std::vector<CsvRow> runs = read_csv(scratch / "q/runs.csv");
  ASSERT_EQ(runs.size(), 6u);
  const Json none = json("q/" + runs[0].at("run_id"), "q/" + runs[1].at("run_id"));
  EXPECT_EQ(none["a"]["seeds"], 0);
  const std::vector<CsvRow> completed = read_csv(scratch / "r/runs.csv");
  const Json one = json("r/" + completed[0].at("run_id"), "r/" + completed[1].at("run_id"));
  EXPECT_EQ(one["a"]["seeds"], 1);
}

// A plan that grows names its runs anew; their ends are theirs all the same.
TEST_F(Diff, runs_that_were_named_anew_since_are_the_same_runs) {
  run("smoke/spiral.yaml", "a", {"train.epochs=2", "optimizer.lr=0.02,0.5"});
  run("smoke/spiral.yaml", "b", {"train.epochs=2", "optimizer.lr=0.02,0.5"});
  const std::string old = read_csv(scratch / "a/runs.csv").at(0).at("run_id");
  run("smoke/spiral.yaml", "a", {"train.epochs=2", "optimizer.lr=0.02,0.5", "+sweep.repeats=2"});
  const std::string name = read_csv(scratch / "a/runs.csv").at(0).at("run_id");
  ASSERT_NE(name, old);
  const Json diff = json("a/" + name, "b/" + old);
  EXPECT_EQ(diff["a"]["status"], "completed");
  EXPECT_TRUE(diff["curves"]["same"].get<bool>());
  EXPECT_EQ(diff["a"]["seeds"], 2);
  EXPECT_EQ(diff["b"]["seeds"], 1);
}

TEST_F(Diff, threads_are_named_in_config_and_environment) {
  run("smoke/spiral.yaml", "a", {"train.epochs=2", "backend.threads=1"});
  run("smoke/spiral.yaml", "b", {"train.epochs=2", "backend.threads=2"});
  const Json diff = json("a", "b");
  EXPECT_THAT(keys(diff["config"]), ElementsAre("backend.threads"));
  EXPECT_EQ(diff["environment"]["differences"][0]["key"], "threads");
  EXPECT_EQ(diff["environment"]["differences"][0]["a"], 1);
  EXPECT_EQ(diff["environment"]["differences"][0]["b"], 2);
}

TEST_F(Diff, a_diverged_run_is_said_to_be_and_why) {
  run("smoke/spiral.yaml", "a", {"train.epochs=3"});
  run("smoke/spiral.yaml", "b", {"train.epochs=3", "optimizer=sgd", "optimizer.lr=1e30"});
  const Json diff = json("a", "b");
  EXPECT_EQ(diff["b"]["status"], "diverged");
  EXPECT_TRUE(metric(diff, "final.valid.loss")["better"].is_null());
  EXPECT_EQ(metric(diff, "final.valid.loss")["b"], "nan");
  EXPECT_EQ(diff["not_judged"], "b has not completed");
  EXPECT_THAT(answer(diff),
              AllOf(HasSubstr("b diverged: "), HasSubstr("optimizer"), Not(HasSubstr("is better")),
                    HasSubstr("neither is called the better one: b has not completed")));
  EXPECT_THAT(text("b", "a"), HasSubstr("(neither is called the better one: a has not completed)"));
  EXPECT_THAT(text("a", "b"), AllOf(HasSubstr("(not set)"), HasSubstr("optimizer.beta1")));
  const Json same = json("b", "b");  // NaN is the same as NaN
  EXPECT_TRUE(same["curves"]["same"].get<bool>());
}

TEST_F(Diff, a_queued_and_a_failed_run_have_no_results) {
  run("smoke/spiral.yaml", "a", {"train.epochs=2"});
  run("smoke/spiral.yaml", "b",
      {"train.epochs=2", "dataset.validation=test,train", "--fail-fast", "--jobs", "1"});
  const std::vector<CsvRow> runs = read_csv(scratch / "b/runs.csv");
  ASSERT_EQ(runs.at(1).at("status"), "queued");
  const Json queued = json("a", "b/" + runs[1].at("run_id"));
  EXPECT_TRUE(queued["curves"]["same"].is_null());
  EXPECT_TRUE(metric(queued, "final.valid.loss")["b"].is_null());
  EXPECT_TRUE(queued["b"]["epochs"].is_null());
  EXPECT_THAT(answer(queued), HasSubstr("b is queued: it has no results yet."));
  EXPECT_THAT(text("a", "b/" + runs[1].at("run_id")),
              AllOf(HasSubstr("missing"), HasSubstr("recorded of a alone")));
  EXPECT_THAT(answer(queued), HasSubstr("Which data b used is not recorded"));
  const std::string both = text("b/" + runs[0].at("run_id"), "b/" + runs[1].at("run_id"));
  EXPECT_THAT(both, AllOf(HasSubstr("a failed: "), HasSubstr("Results: none"),
                          HasSubstr("not recorded of either")));
}

TEST_F(Diff, more_epochs_are_the_same_as_far_as_both_have_them) {
  run("smoke/spiral.yaml", "a", {"train.epochs=2"});
  run("smoke/spiral.yaml", "b", {"train.epochs=4", "metrics=[nll]"});
  const Json diff = json("a", "b");
  EXPECT_EQ(diff["curves"]["differing"], 0);
  EXPECT_FALSE(diff["curves"]["same"].get<bool>());
  EXPECT_THAT(answer(diff), HasSubstr("the same to the last bit as far as both have them"));
  EXPECT_EQ(diff["curves"]["last_epoch_a"], 2);
  EXPECT_EQ(diff["curves"]["last_epoch_b"], 4);
  EXPECT_EQ(diff["curves"]["only_a"].size(), 5u);  // confidence and nonfinite twice, grad_norm
  EXPECT_TRUE(diff["curves"]["only_b"].empty());
  EXPECT_THAT(text("a", "b"), HasSubstr("alone"));
}

TEST_F(Diff, runs_of_the_whole_and_of_tables_alone_are_told_the_same) {
  run("smoke/spiral.yaml", "a", {"train.epochs=2"});
  run("smoke/spiral.yaml", "b", {"train.epochs=2", "seed=9"});
  const Json before = json("a", "b");
  fs::remove_all(scratch / "b/journal");
  const Json after = json("a", "b");
  for (const char* key : {"config", "data", "metrics", "curves", "b"})
    EXPECT_EQ(after[key], before[key]) << key;
}

// Names of folders and experiments are text, whatever they hold; long ones keep the tables narrow.
TEST_F(Diff, odd_names_are_shown_as_they_are_and_without_control_characters) {
  const std::string odd = "it's <b>\"&\u00e4 $x";
  run("smoke/spiral.yaml", odd, {"train.epochs=1", "+note=<i>\"it's\"</i> \u20ac \\e[31m"});
  run("smoke/spiral.yaml", "b\x1b[31m", {"train.epochs=1", "optimizer.lr=0.5"});
  const std::string shown = text(odd, "b\x1b[31m");
  EXPECT_THAT(shown, AllOf(HasSubstr(odd), HasSubstr("<i>\"it's\"</i> \u20ac")));
  std::istringstream lines(shown);
  for (std::string line; std::getline(lines, line);) {
    size_t characters = 0;
    for (const char c : line) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    EXPECT_LE(characters, 100u) << line;
  }
  EXPECT_EQ(json(odd, "b\x1b[31m")["a"]["folder"], odd);
}

TEST_F(Diff, refuses_what_it_cannot_find) {
  run("smoke/spiral.yaml", "r", {"train.epochs=1", "seed=1,2"});
  const auto refused = [&](const std::vector<std::string>& words) {
    const Outcome outcome = logitbench(words, scratch.path());
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    return outcome.err;
  };
  refused({"diff"});
  refused({"diff", "r/seed1"});
  refused({"diff", "r/seed1", "r/seed2", "r"});
  EXPECT_THAT(refused({"diff", "r/seed1", "absent/x"}), HasSubstr("absent is not there"));
  EXPECT_THAT(refused({"diff", "r/seed1", "r/nothing"}), HasSubstr("has no run 'nothing'"));
  EXPECT_THAT(refused({"diff", "r/seed", "r/seed1"}), HasSubstr("2 runs"));
  EXPECT_THAT(refused({"diff", "r", "r/seed1"}), HasSubstr("names no run"));
  EXPECT_THAT(refused({"diff", "seed1", "r/seed1"}), HasSubstr("DIR/RUN"));
}

}  // namespace
}  // namespace logitbench::end_to_end
