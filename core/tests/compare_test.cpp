// logitbench compare on real runs: its numbers are those of the CSVs, its words those of the
// numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

const std::string kThreesAndSevens = R"(# Question: which loss tells threes from sevens?
dataset: {name: mnist37, validation: test}
model: {name: linear, init: {scheme: normal, std: 0.01}}
loss: cross_entropy
optimizer: {name: sgd, lr: 0.1}
train: {epochs: 2, batch_size: 256}
metrics: [nll]
sweep:
  repeats: 6
  parameters:
    loss: [cross_entropy, mnist_loss, softmax_prob]
)";

// Trained once, read by all.
class Compare : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared = new Scratch;
    write_file(*shared / "mine.yaml", kThreesAndSevens);
    const Outcome outcome =
        logitbench({"run", "mine.yaml", "--quiet", "--out", "mine"}, shared->path());
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  static void TearDownTestSuite() { delete shared; }

  static Outcome compare(const Words& more) {
    Words words{"compare", (*shared / "mine").string()};
    words.insert(words.end(), more.begin(), more.end());
    return logitbench(words, shared->path());
  }
  static Json compared(Words more) {
    more.push_back("--json");
    const Outcome outcome = compare(more);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return Json::parse(outcome.out);
  }

  static Scratch* shared;
};
Scratch* Compare::shared = nullptr;

// By loss and seed, of a column of runs.csv.
using Values = std::map<std::string, std::map<std::string, double>>;
Values values_of(const std::vector<CsvRow>& rows, const std::string& column) {
  Values values;
  for (const CsvRow& row : rows) values[row.at("loss")][row.at("seed")] = std::stod(row.at(column));
  return values;
}

double mean(const std::map<std::string, double>& values) {
  double sum = 0;
  for (const auto& [seed, value] : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Other orders of adding: a few roundings of numbers near 1.
constexpr double kRoundings = 1e-14;

TEST_F(Compare, gives_the_numbers_of_the_csv) {
  const Values values = values_of(read_csv(*shared / "mine/runs.csv"), "final.valid.accuracy");
  const Json json = compared({});
  EXPECT_EQ(json["metric"], "final.valid.accuracy");
  EXPECT_EQ(json["better"], "larger");
  ASSERT_EQ(json["groups"].size(), 3u);
  double last = 1;
  for (const Json& group : json["groups"]) {
    const std::string loss = group["setting"]["loss"];
    EXPECT_NEAR(group["mean"].get<double>(), mean(values.at(loss)), kRoundings);
    EXPECT_EQ(group["n"], 6);
    EXPECT_LE(group["mean"], last);  // the best first
    last = group["mean"];
  }
  ASSERT_EQ(json["differences"].size(), 2u);
  for (const Json& difference : json["differences"]) {
    std::map<std::string, double> by_seed;
    for (const auto& [seed, value] : values.at(difference["setting"]["loss"]))
      by_seed[seed] = value - values.at(json["reference"]["loss"]).at(seed);
    EXPECT_NEAR(difference["difference"].get<double>(), mean(by_seed), kRoundings);
    double squares = 0;
    for (const auto& [seed, d] : by_seed) squares += std::pow(d - mean(by_seed), 2);
    const double deviation = std::sqrt(squares / 5);
    EXPECT_NEAR(difference["t"].get<double>() / (mean(by_seed) / (deviation / std::sqrt(6))), 1,
                1e-9);
    EXPECT_EQ(difference["paired"], true);
  }
}

TEST_F(Compare, says_which_is_better_in_words) {
  // Softmax as the loss is minimized as the notebook did: it learns the wrong class.
  const Outcome outcome = compare({"--baseline", "softmax_prob"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::string answer = outcome.out.substr(outcome.out.find("Answer"));
  EXPECT_THAT(answer, HasSubstr("softmax_prob: the baseline"));
  EXPECT_THAT(answer, HasSubstr("cross_entropy: better than softmax_prob by 0.9"));
  EXPECT_THAT(answer, HasSubstr("mnist_loss: better than softmax_prob by 0.9"));
  EXPECT_THAT(outcome.out, HasSubstr("18 runs, 18 completed"));
  EXPECT_THAT(outcome.out, HasSubstr("p (Wilcoxon)"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));

  const Outcome margin = compare({"--baseline", "cross_entropy", "--margin", "0.5"});
  EXPECT_THAT(margin.out, HasSubstr("which is no more than the margin 0.5"));
  EXPECT_THAT(compare({"--metric", "valid.nll"}).out, HasSubstr("smaller is better"));
}

TEST_F(Compare, takes_an_epoch_from_curves_csv) {
  std::map<std::string, CsvRow> runs;
  for (const CsvRow& run : read_csv(*shared / "mine/runs.csv")) runs[run.at("run_id")] = run;
  Values values;
  for (const CsvRow& row : read_csv(*shared / "mine/curves.csv"))
    if (row.at("epoch") == "1" && row.at("split") == "valid" && row.at("metric") == "nll") {
      const CsvRow& run = runs.at(row.at("run_id"));
      values[run.at("loss")][run.at("seed")] = std::stod(row.at("value"));
    }
  const Json json = compared({"--metric", "valid.nll@1"});
  for (const Json& group : json["groups"])
    EXPECT_NEAR(group["mean"].get<double>(), mean(values.at(group["setting"]["loss"])), kRoundings);
  // Where the last epoch is asked for by its number, it is the final value.
  EXPECT_EQ(compared({"--metric", "valid.nll@2"})["groups"],
            compared({"--metric", "final.valid.nll"})["groups"]);
}

TEST_F(Compare, gives_the_same_in_every_format) {
  const Json json = compared({});
  const Outcome csv = compare({"--csv"});
  write_file(*shared / "out.csv", csv.out);
  const std::vector<CsvRow> rows = read_csv(*shared / "out.csv");
  ASSERT_EQ(rows.size(), 3u);
  for (size_t i = 0; i < rows.size(); ++i) {
    const Json& group = json["groups"][i];
    EXPECT_EQ(rows[i].at("loss"), group["setting"]["loss"]);
    EXPECT_EQ(std::stod(rows[i].at("mean")), group["mean"]);
    EXPECT_EQ(std::stod(rows[i].at("t_interval_high")), group["t_interval"][1]);
    EXPECT_EQ(rows[i].at("completed"), "6");
    EXPECT_EQ(rows[i].at("is_reference"), i == 0 ? "true" : "false");
    if (i == 0) continue;
    const Json& difference = json["differences"][i - 1];
    EXPECT_EQ(rows[i].at("verdict"), difference["verdict"]);
    EXPECT_EQ(std::stod(rows[i].at("p_t_holm")), difference["p_t_holm"]);
  }
  const Outcome markdown = compare({"--markdown"});
  EXPECT_THAT(markdown.out, HasSubstr("| loss | n | mean | sd | median |"));
  EXPECT_THAT(markdown.out, HasSubstr("| softmax_prob | 6 | 0.0"));
  EXPECT_EQ(compare({}).out, compare({}).out);  // drawn from a seed
}

TEST_F(Compare, refuses_raw_losses_of_different_kinds) {
  for (const char* metric : {"valid.loss", "best.train.loss", "train.loss@1"}) {
    const Outcome outcome = compare({"--metric", metric});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("3 kinds of loss, cross_entropy, mnist_loss, softmax_prob"));
    EXPECT_THAT(outcome.err, HasSubstr("common yardstick"));
    EXPECT_EQ(outcome.out, "");
  }
}

// As tables alone: no training ends with such numbers.
TEST_F(Compare, refuses_finite_values_whose_differences_overflow) {
  for (const std::string large : {"1.7e308", "1e200", "1e80"}) {
    std::string runs = "run_id,status,seed,key,final.valid.accuracy,epochs,samples_per_s,wall_s\n";
    for (int seed = 0; seed < 6; ++seed)
      for (const std::string key : {"a", "b"})
        runs += key + std::to_string(seed) + ",completed," + std::to_string(seed) + "," + key +
                "," + (key == "a" ? "-" : "") + (seed % 2 == 0 ? large : "1") + ",1,1000,0.1\n";
    write_file(*shared / "large/runs.csv", runs);
    for (const Words& words :
         {Words{"compare", "large"}, {"compare", "large", "--baseline", "a"}}) {
      const Outcome outcome = logitbench(words, shared->path());
      EXPECT_EQ(outcome.exit_code, 3) << large;
      EXPECT_THAT(outcome.err, HasSubstr("final.valid.accuracy cannot be compared: its values"));
      EXPECT_THAT(outcome.err, HasSubstr("--metric"));
      EXPECT_THAT(outcome.err, Not(HasSubstr("boost")));
    }
  }
}

TEST_F(Compare, refuses_what_is_not_there_with_what_is) {
  const struct {
    Words words;
    std::string expected;
  } kCases[] = {
      {{"--by", "los"}, "did you mean 'loss'?"},
      {{"--by", "seed"}, "seeds are the repeats"},
      {{"--by", "loss,"}, "expected keys with a comma between them"},
      {{"--metric", "valid.confidence"}, "no run recorded valid.confidence; recorded are"},
      {{"--metric", "valid.accuracy@77"}, "no run has a value valid.accuracy@77"},
      {{"--metric", "acc"}, "expected <split>.<metric>"},
      {{"--baseline", "mnist_los"}, "did you mean 'mnist_loss'?"},
      {{"--margin", "-1"}, "expected a number from 0 on"},
      {{"--margin", "big"}, "margin"},
      {{"--json", "--csv"}, "expected one"},
      {{"nowhere"}, "nowhere is not there"},
      {{(*shared / "mine/").string()}, "are the same folder"},
  };
  for (const auto& refused : kCases) {
    const Outcome outcome = compare(refused.words);
    EXPECT_EQ(outcome.exit_code, 2) << refused.expected;
    EXPECT_THAT(outcome.err, HasSubstr(refused.expected));
  }
  EXPECT_EQ(logitbench({"compare"}, shared->path()).exit_code, 2);
  EXPECT_THAT(logitbench({"compare", "--help"}, shared->path()).out, HasSubstr("Examples:"));
}

}  // namespace
}  // namespace logitbench::end_to_end
