// `logitbench check DIR` on what `logitbench run` left, through the real program.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/record/journal.h"
#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

constexpr const char* kConfig = R"(
experiment: checked
dataset: {name: spiral, samples: 20, seed: 0, validation: 0.25}
model: {name: mlp, hidden: [4]}
loss: cross_entropy
train: {epochs: 2, batch_size: 16}
backend: {name: reference, threads: 1}
metrics: [nll, confidence, grad_norm, nonfinite]
predictions: 3
sweep: {repeats: 2, parameters: {optimizer.lr: [0.1, 1.0]}}
)";

class CheckResults : public testing::Test {
 protected:
  Outcome run(const std::string& more = "", const std::vector<std::string>& words = {}) {
    write_file(scratch_ / "c.yaml", kConfig + more);
    std::vector<std::string> all{"run", "c.yaml", "--out", "r"};
    all.insert(all.end(), words.begin(), words.end());
    return logitbench(all, scratch_.path());
  }
  Outcome check(const std::vector<std::string>& words = {"r"}) {
    std::vector<std::string> all{"check"};
    all.insert(all.end(), words.begin(), words.end());
    return logitbench(all, scratch_.path());
  }

  const Scratch scratch_;
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(CheckResults, NothingIsFoundInWholeOnes) {
  ASSERT_EQ(run().exit_code, 0);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.out, "4 of 4 runs finished, nothing found\n");
}

TEST_F(CheckResults, ARowEditedByHandIsShownBesideTheJournals) {
  ASSERT_EQ(run().exit_code, 0);
  std::string curves = read_file(scratch_ / "r/curves.csv");
  const size_t value = curves.find('\n', curves.find('\n') + 1);
  curves.insert(value, "1");
  write_file(scratch_ / "r/curves.csv", curves);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.exit_code, 3) << outcome.out << outcome.err;
  EXPECT_TRUE(holds(outcome.out, "error tables_differ at r/curves.csv:2: ")) << outcome.out;
  EXPECT_TRUE(holds(outcome.out, "1 finding: 1 error")) << outcome.out;
  // As advised.
  ASSERT_EQ(run().exit_code, 0);
  EXPECT_EQ(check().exit_code, 0);
}

TEST_F(CheckResults, ADeletedRunIsNamed) {
  ASSERT_EQ(run().exit_code, 0);
  const std::string run_id = read_csv(scratch_ / "r/runs.csv").at(1)["run_id"];
  std::string text = read_file(scratch_ / "r/runs.csv");
  const size_t begin = text.find(run_id);
  text.erase(begin, text.find('\n', begin) + 1 - begin);
  write_file(scratch_ / "r/runs.csv", text);
  const Outcome outcome = check({"r", "--json"});
  EXPECT_EQ(outcome.exit_code, 3) << outcome.out << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["planned_runs"], 4);
  bool found = false;
  for (const auto& finding : json["findings"])
    if (finding["code"] == "run_missing") {
      found = true;
      EXPECT_EQ(finding["run_ids"], nlohmann::json({run_id}));
      EXPECT_EQ(finding["severity"], "error");
    }
  EXPECT_TRUE(found) << outcome.out;
}

TEST_F(CheckResults, ADivergedRunIsNamedWithItsStepUnlessItIsExpected) {
  ASSERT_EQ(run("", {"optimizer.lr=1.0e+308"}).exit_code, 1);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.exit_code, 3) << outcome.out << outcome.err;
  EXPECT_TRUE(holds(outcome.out, "warning run_diverged at r: ")) << outcome.out;
  EXPECT_TRUE(holds(outcome.out, " first, at epoch 1, step ")) << outcome.out;
  // The runs are done: what is expected of them may change.
  const std::string expected = "expect: [{status: diverged}]\n";
  ASSERT_EQ(run(expected, {"optimizer.lr=1.0e+308"}).exit_code, 0);
  const Outcome again = check();
  EXPECT_EQ(again.exit_code, 0) << again.out << again.err;
  EXPECT_TRUE(holds(again.out, "info divergence_expected at r: ")) << again.out;
}

TEST_F(CheckResults, AMissedExpectationIsHeldAgainstTheResultsLater) {
  ASSERT_EQ(run("expect: [{metric: valid.accuracy, value: 2, within: 0.5}]\n").exit_code, 3);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.exit_code, 3) << outcome.out << outcome.err;
  EXPECT_TRUE(holds(outcome.out, "error expectation_missed at ")) << outcome.out;
  EXPECT_TRUE(holds(outcome.out, "expected 2 within 0.5, got 0.")) << outcome.out;
}

// The test split and what was held out of training are two.
TEST_F(CheckResults, ValidationHeldOutOfDataWithATestSplit) {
  ASSERT_EQ(
      run("", {"dataset={name: mnist, limit: 200, validation: 0.1}", "optimizer.lr=0.1"}).exit_code,
      0);
  ASSERT_TRUE(holds(read_file(scratch_ / "r/curves.csv"), ",test,nll,"));
  const Outcome outcome = check();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.out, "2 of 2 runs finished, nothing found\n");
}

TEST_F(CheckResults, WhatIsNoResultsFolderIsRefused) {
  EXPECT_EQ(check({"r"}).exit_code, 2);
  std::filesystem::create_directory(scratch_ / "r");
  const Outcome empty = check();
  EXPECT_EQ(empty.exit_code, 2);
  EXPECT_TRUE(holds(empty.err, "r is empty; expected a folder that logitbench run wrote"))
      << empty.err;
  EXPECT_EQ(check({}).exit_code, 2);
  EXPECT_EQ(check({"r", "s"}).exit_code, 2);
}

TEST_F(CheckResults, HelpHasAnExample) {
  const Outcome outcome = check({"--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(holds(outcome.out, "logitbench check results/")) << outcome.out;
}

TEST_F(CheckResults, TheSameCommandMendsTheManifest) {
  ASSERT_EQ(run().exit_code, 0);
  const std::string whole = read_file(scratch_ / "r/manifest.json");
  write_file(scratch_ / "r/manifest.json", whole.substr(0, whole.size() / 2));
  EXPECT_EQ(check().exit_code, 3);
  ASSERT_EQ(run().exit_code, 0);
  EXPECT_EQ(check().exit_code, 0) << check().out;

  auto unfinished = nlohmann::json::parse(read_file(scratch_ / "r/manifest.json"));
  unfinished["finished"] = nullptr;
  write_file(scratch_ / "r/manifest.json", unfinished.dump());
  EXPECT_EQ(check().exit_code, 3);
  ASSERT_EQ(run().exit_code, 0);
  EXPECT_EQ(check().exit_code, 0) << check().out;
}

TEST_F(CheckResults, AFailedRunThatIsNoLongerPlannedIsNoFault) {
  EXPECT_EQ(run("", {"+sweep.parameters.loss=[cross_entropy, mnist_loss]"}).exit_code,
            2);  // three classes
  EXPECT_EQ(check().exit_code, 3);
  ASSERT_EQ(run("", {"+sweep.parameters.loss=[cross_entropy]"}).exit_code, 0);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_TRUE(holds(outcome.out, "info run_dropped")) << outcome.out;
}

// The first version kept predictions in their file alone.
TEST_F(CheckResults, PredictionsThatTheJournalDoesNotKeepAreNotCompared) {
  ASSERT_EQ(run().exit_code, 0);
  const fs::path file =
      fs::directory_iterator(scratch_ / "r/journal")->path().extension() == ".jsonl"
          ? fs::directory_iterator(scratch_ / "r/journal")->path()
          : std::next(fs::directory_iterator(scratch_ / "r/journal"))->path();
  std::istringstream lines(read_file(file));
  std::string older;
  for (std::string line; std::getline(lines, line);) {
    const auto text = checked_json(line);
    ASSERT_TRUE(text.has_value());
    auto event = nlohmann::json::parse(*text);
    if (event["event"] == "prediction") continue;
    event.erase("predictions");
    older += journal_line(event.dump()) + "\n";
  }
  write_file(file, older);
  const Outcome outcome = check();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_TRUE(holds(outcome.out, "info predictions_not_compared")) << outcome.out;
}

}  // namespace
}  // namespace logitbench::end_to_end
