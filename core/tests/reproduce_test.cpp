// logitbench reproduce on a folder of configs of its own, through the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Two rows, one of them right, so that nothing depends on chance: identity's logits are the values.
// Three seeds, which all give the same.
constexpr const char* kConfig = R"(
source: notebook 001
dataset: {name: inline, values: [[1.0, 3.0], [3.0, 1.0]], targets: [1, 1], validation: train}
model: identity
loss: cross_entropy
train: {epochs: 0, batch_size: 2}
metrics: [nll]
predictions: 2
backend: reference
sweep: {repeats: 3}
expect:
)";

// A model that learns, with values for three epochs: the weights start at zero, and every number
// follows from the first gradient.
constexpr const char* kTrained = R"(
source: notebook 004
dataset: {name: inline, values: [[1.0]], targets: [1], classes: 2, validation: train}
model: {name: linear, init: {scheme: zeros}}
loss: softmax_prob
optimizer: {name: sgd, lr: 1.0}
train: {epochs: 2, batch_size: 1}
backend: reference
expect:
)";

struct Claim {
  const char* name;
  const char* config;
  const char* holds;
  const char* misses;  // the same beyond its tolerance
  const char* said;    // of the miss
};

void PrintTo(const Claim& claim, std::ostream* out) { *out << claim.name; }

class ReproduceClaims : public testing::TestWithParam<Claim> {
 protected:
  Outcome reproduce(const std::string& entry) const {
    write_file(scratch / "c/one.yaml", GetParam().config + ("  - {" + entry + "}\n"));
    return logitbench({"reproduce", "--configs", "c"}, scratch.path());
  }
  Scratch scratch;
};

TEST_P(ReproduceClaims, HoldAndAreMissedBeyondTheirTolerance) {
  const Outcome held = reproduce(GetParam().holds);
  EXPECT_EQ(held.exit_code, 0) << held.out << held.err;
  EXPECT_THAT(held.out, Not(HasSubstr("MISSED")));
  EXPECT_THAT(held.out, HasSubstr("claims hold, 1 config, "));
  const Outcome missed = reproduce(GetParam().misses);
  EXPECT_EQ(missed.exit_code, 3) << missed.out << missed.err;
  EXPECT_THAT(missed.out, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    OfEveryKind, ReproduceClaims,
    testing::Values(
        Claim{"value", kConfig, "metric: valid.loss, value: 1.12692801, within: 1e-8",
              "metric: valid.loss, value: 1.12692803, within: 1e-8",
              "MISSED by -1.9e-08 (3 of 3 runs)"},
        Claim{"relative", kConfig, "metric: valid.loss, value: 1.1, within_rel: 0.03",
              "metric: valid.loss, value: 1.09, within_rel: 0.03", "MISSED by +0.037"},
        Claim{"exact", kConfig, "metric: valid.accuracy, value: 0.5",
              "metric: valid.accuracy, value: 0.5000000001", "MISSED by -1e-10"},
        Claim{"values", kTrained, "metric: valid.accuracy, values: [0, 0]",
              "metric: valid.accuracy, values: [0, 1]", "MISSED by -1"},
        Claim{"range", kConfig, "metric: valid.loss, value: 1.1269280110429727, between: range",
              "metric: valid.loss, value: 1.127, between: range", "MISSED by -7.2e-05"},
        Claim{"interval", kConfig, "metric: valid.loss, value: 1.1269280110429727, between: 0.99",
              "metric: valid.loss, value: 1.127, between: 0.99", "MISSED by -7.2e-05"},
        Claim{"same_as", kConfig, "metric: valid.loss, same_as: valid.nll, within: 1e-12",
              "metric: valid.loss, same_as: valid.accuracy, within: 0.6", "MISSED by +0.63"},
        Claim{"at_least", kConfig, "metric: valid.accuracy, at_least: 0.5",
              "metric: valid.accuracy, at_least: 0.75", "MISSED by -0.25"},
        Claim{"at_most", kConfig, "metric: valid.accuracy, at_most: 0.5",
              "metric: valid.accuracy, at_most: 0.25", "MISSED by +0.25"},
        Claim{"fact", kTrained, "fact: parameters, value: 4", "fact: parameters, value: 5",
              "MISSED by -1"},
        Claim{"fact_of_a_layer", kTrained, "fact: layer.2.width, at_least: 2",
              "fact: layer.2.width, at_least: 3", "MISSED by -1"},
        Claim{"status", kConfig, "status: completed", "status: diverged", "MISSED"},
        Claim{"row_loss", kConfig, "row: 1, metric: valid.loss, value: 2.126928, within: 1e-6",
              "row: 1, metric: valid.loss, value: 0.126928, within: 1e-6", "MISSED by +2"},
        Claim{"row_decision", kConfig, "row: 1, metric: valid.decision, value: 0",
              "row: 1, metric: valid.decision, value: 1", "MISSED by -1"},
        Claim{"row_label", kConfig, "row: 1, metric: valid.label, value: 1",
              "row: 1, metric: valid.label, value: 0", "MISSED by +1"},
        Claim{"row_logit", kConfig, "row: 0, metric: valid.logit, class: 1, value: 3",
              "row: 0, metric: valid.logit, class: 0, value: 3", "MISSED by -2"},
        Claim{"row_probabilities", kConfig,
              "row: 0, metric: valid.probability, values: [0.11920292, 0.88079708], within: 1e-8",
              "row: 0, metric: valid.probability, values: [0.11920292, 0.98079708], within: 1e-8",
              "MISSED by -0.1"}),
    [](const auto& test) { return std::string(test.param.name); });

class Reproduce : public testing::Test {
 protected:
  void SetUp() override {
    write_file(scratch / "c/a.yaml",
               kConfig + std::string("  - {metric: valid.accuracy, value: 0.5, "
                                     "quantity: share of right rows, note: by counting}\n"
                                     "  - {where: {seed: [0, 2]}, metric: valid.loss, "
                                     "at_most: 2}\n"));
    write_file(scratch / "c/b.yaml",
               kTrained + std::string("  - {fact: parameters, value: 4}\n"
                                      "  - {metric: valid.loss, value: 1, within: 0.01}\n"));
  }
  Outcome reproduce(std::vector<std::string> words) const {
    words.insert(words.begin(), "reproduce");
    return logitbench(words, scratch.path());
  }
  Scratch scratch;
};

TEST_F(Reproduce, PrintsATableOfAllConfigsAndTheSum) {
  const Outcome outcome = reproduce({"--configs", "c"});
  EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("notebook  quantity"));
  EXPECT_THAT(outcome.out, HasSubstr("share of right rows"));
  EXPECT_THAT(outcome.out, HasSubstr("by counting"));
  EXPECT_THAT(outcome.out, HasSubstr("\n3 of 4 claims hold, 2 configs, "));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(outcome.err, HasSubstr("a: 3 runs, 2 of 2 claims hold, "));
  EXPECT_THAT(outcome.err, HasSubstr("b: 1 run, 1 of 2 claims hold, "));
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST_F(Reproduce, ByExperimentFileOrNumber) {
  EXPECT_THAT(reproduce({"--configs", "c", "a"}).out, HasSubstr("2 of 2 claims hold, 1 config"));
  EXPECT_THAT(reproduce({"--configs", "c", "001"}).out, HasSubstr("2 of 2 claims hold, 1 config"));
  EXPECT_THAT(reproduce({"--configs", "c", "004"}).out, HasSubstr("1 of 2 claims hold, 1 config"));
  EXPECT_THAT(reproduce({"--configs", "c", "004", "a"}).out,
              HasSubstr("3 of 4 claims hold, 2 configs"));
}

TEST_F(Reproduce, AnUnknownNameIsRefusedWithTheNearest) {
  const Outcome outcome = reproduce({"--configs", "c", "0004"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("found '0004', expected one of 001, 004, a, b"));
  EXPECT_THAT(outcome.err, HasSubstr("did you mean '004'?"));
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST_F(Reproduce, JsonAlone) {
  const Outcome outcome = reproduce({"--configs", "c", "--json"});
  EXPECT_EQ(outcome.exit_code, 3);
  const auto claims = nlohmann::json::parse(outcome.out);
  ASSERT_EQ(claims.size(), 4U);
  for (const auto& claim : claims) {
    EXPECT_EQ(claim.size(), 12U);
    for (const char* key : {"config", "source", "quantity", "where", "subject", "expected",
                            "tolerance", "ours", "difference", "verdict", "note", "runs"})
      EXPECT_TRUE(claim.contains(key)) << key;
  }
  EXPECT_EQ(claims[0]["config"], "a");
  EXPECT_EQ(claims[0]["source"], "notebook 001");
  EXPECT_EQ(claims[0]["quantity"], "share of right rows");
  EXPECT_EQ(claims[0]["subject"], "final.valid.accuracy");
  EXPECT_EQ(claims[0]["expected"], 0.5);
  EXPECT_EQ(claims[0]["ours"], 0.5);
  EXPECT_EQ(claims[0]["verdict"], "met");
  EXPECT_EQ(claims[0]["note"], "by counting");
  EXPECT_EQ(claims[0]["runs"], 3);
  EXPECT_EQ(claims[1]["where"]["seed"], nlohmann::json({0, 2}));
  EXPECT_EQ(claims[1]["expected"], "at most 2");
  EXPECT_EQ(claims[1]["runs"], 2);
  EXPECT_EQ(claims[3]["verdict"], "missed");
  EXPECT_EQ(claims[3]["tolerance"], "within 0.01");
  EXPECT_LT(claims[3]["difference"].get<double>(), -0.01);
}

TEST_F(Reproduce, StandsInTheOrderOfTheSources) {
  write_file(scratch / "c/0.yaml", kTrained + std::string("  - {fact: classes, value: 2, "
                                                          "source: notebook 009}\n"));
  const auto claims = nlohmann::json::parse(reproduce({"--configs", "c", "--json"}).out);
  ASSERT_EQ(claims.size(), 5U);
  EXPECT_EQ(claims[0]["source"], "notebook 001");
  EXPECT_EQ(claims[4]["source"], "notebook 009");
}

TEST_F(Reproduce, MarkdownIsTheSameEachTime) {
  const Outcome outcome = reproduce({"--configs", "c", "--markdown"});
  EXPECT_THAT(outcome.out,
              HasSubstr("| notebook | quantity | its value | ours | tolerance | verdict | note |"));
  EXPECT_THAT(outcome.out,
              HasSubstr("| 001 | share of right rows | 0.5 | 0.5 |  | met | by counting |"));
  EXPECT_EQ(outcome.out, reproduce({"--configs", "c", "--markdown"}).out);
  EXPECT_EQ(reproduce({"--configs", "c", "--markdown", "--json"}).exit_code, 2);
}

TEST_F(Reproduce, LeavesNothingUnlessToldWhere) {
  ASSERT_EQ(reproduce({"--configs", "c", "a"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(scratch / "results"));
  ASSERT_EQ(reproduce({"--configs", "c", "a", "--out", "kept"}).exit_code, 0);
  EXPECT_EQ(read_csv(scratch / "kept/a/runs.csv").size(), 3U);
  // What is finished is taken up, its rows and facts among it.
  const auto written = fs::last_write_time(scratch / "kept/a/manifest.json");
  ASSERT_EQ(reproduce({"--configs", "c", "a", "--out", "kept"}).exit_code, 0);
  EXPECT_EQ(fs::last_write_time(scratch / "kept/a/manifest.json"), written);
}

TEST_F(Reproduce, AFailedRunEndsAsRunDoes) {
  write_file(scratch / "d/bad.yaml",
             "dataset: {name: idx, dir: nowhere}\nmodel: linear\nloss: cross_entropy\n"
             "train: {epochs: 0}\nexpect: [{metric: valid.accuracy, value: 1}]\n");
  const Outcome outcome = reproduce({"--configs", "d"});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("failed"));
  EXPECT_THAT(outcome.out, HasSubstr("MISSED"));
  EXPECT_THAT(outcome.err, HasSubstr("nowhere"));
}

TEST_F(Reproduce, AnExpectedFailureIsNone) {
  write_file(scratch / "d/bad.yaml",
             "dataset: {name: idx, dir: nowhere}\nmodel: linear\nloss: cross_entropy\n"
             "train: {epochs: 0}\nexpect: [{status: failed}]\n");
  const Outcome outcome = reproduce({"--configs", "d"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
}

TEST_F(Reproduce, FoldersThatAreNotThereOrEmpty) {
  const Outcome nowhere = reproduce({});
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("found neither configs/notebooks here nor "));
  const Outcome none = reproduce({"--configs", "none"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("--configs none is no folder"));
  fs::create_directories(scratch / "empty");
  EXPECT_THAT(reproduce({"--configs", "empty"}).err, HasSubstr("found no *.yaml in empty"));
}

TEST_F(Reproduce, TakesConfigsNotebooksOfTheCurrentFolder) {
  fs::create_directories(scratch / "configs");
  fs::rename(scratch / "c", scratch / "configs/notebooks");
  EXPECT_THAT(reproduce({"a"}).out, HasSubstr("2 of 2 claims hold"));
}

TEST_F(Reproduce, TwoConfigsOfOneExperimentAreRefused) {
  write_file(scratch / "c/c.yaml", "experiment: a\n" + read_file(scratch / "c/b.yaml"));
  const Outcome outcome = reproduce({"--configs", "c"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("a second config with experiment 'a'"));
}

TEST_F(Reproduce, HelpHasAnExample) {
  const Outcome outcome = reproduce({"--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Example:"));
}

}  // namespace
}  // namespace logitbench::end_to_end
