// What `expect:` says and what the exit code makes of it, through the real program.
#include <gtest/gtest.h>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

// Two rows, one of them right, so that nothing depends on chance: identity's logits are the values.
constexpr const char* kConfig = R"(
experiment: expected
dataset: {name: inline, values: [[1.0, 3.0], [3.0, 1.0]], targets: [1, 1], validation: train}
model: identity
loss: cross_entropy
optimizer: {name: sgd, lr: 1.0}
train: {epochs: 0, batch_size: 2}
backend: reference
)";

Outcome run_with(const std::string& expect, const std::vector<std::string>& more = {}) {
  const Scratch scratch;
  write_file(scratch / "c.yaml", kConfig + ("expect:\n" + expect));
  std::vector<std::string> words{"run", "c.yaml", "--out", "r"};
  words.insert(words.end(), more.begin(), more.end());
  return logitbench(words, scratch.path());
}

TEST(Expectations, MetOnesAreShownAndTheRunIsDone) {
  const Outcome outcome = run_with("  - {metric: valid.accuracy, value: 0.5, note: half of it}\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("half of it"), std::string::npos) << outcome.out;
}

TEST(Expectations, AMissedOneEndsWith3AndSaysByHowMuch) {
  const Outcome outcome = run_with(
      "  - {metric: valid.accuracy, value: 0.75, within: 0.125}\n  - {status: completed}\n");
  EXPECT_EQ(outcome.exit_code, 3) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("0.75 within 0.125"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("-0.25"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("1 of 2 expectations missed"), std::string::npos) << outcome.out;
}

TEST(Expectations, AnExpectedDivergenceThatStaysAwayIsAMiss) {
  EXPECT_EQ(run_with("  - {status: diverged}\n").exit_code, 3);
}

TEST(Expectations, OneThatIsAboutNoRunIsRefusedBeforeAnythingRuns) {
  const Outcome outcome =
      run_with("  - {where: {loss: cross_entropi}, status: completed}\n", {"--dry-run"});
  EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
  EXPECT_NE(outcome.err.find("c.yaml:10:5: expect: found loss 'cross_entropi'"), std::string::npos)
      << outcome.err;
  EXPECT_NE(outcome.err.find("did you mean 'cross_entropy'?"), std::string::npos) << outcome.err;
}

TEST(Expectations, OneThatTheCommandLineTookTheRunsOfIsNotChecked) {
  const Outcome outcome =
      run_with("  - {where: {loss: cross_entropy}, status: diverged}\n", {"loss=log_softmax_nll"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("not checked"), std::string::npos) << outcome.out;
}

// A second call finds the run finished and checks what it recorded.
TEST(Expectations, AreNoPartOfARunsIdentity) {
  const Scratch scratch;
  const std::string entry = "expect:\n  - {metric: valid.accuracy, value: ";
  write_file(scratch / "c.yaml", kConfig + entry + "0.5}\n");
  EXPECT_EQ(logitbench({"run", "c.yaml", "--out", "r"}, scratch.path()).exit_code, 0);
  write_file(scratch / "c.yaml", kConfig + entry + "0.25}\n");
  const Outcome again = logitbench({"run", "c.yaml", "--out", "r"}, scratch.path());
  EXPECT_EQ(again.exit_code, 3) << again.out << again.err;
  EXPECT_NE(again.out.find("1 of 1 runs are finished already"), std::string::npos) << again.out;
}

// What a finished run is made of and what it predicted are found again.
TEST(Expectations, OfRowsAndFactsOfARunThatIsFinishedAlready) {
  const Scratch scratch;
  const auto run_with_logit = [&](const char* logit) {
    write_file(scratch / "c.yaml", std::string(kConfig) +
                                       "predictions: 1\nexpect:\n  - {fact: rows.train, value: 2}\n"
                                       "  - {row: 0, metric: valid.logit, values: [1, " +
                                       logit + "]}\n");
    return logitbench({"run", "c.yaml", "--out", "r"}, scratch.path());
  };
  EXPECT_EQ(run_with_logit("3").exit_code, 0);
  EXPECT_EQ(run_with_logit("3").exit_code, 0);
  const Outcome again = run_with_logit("4");
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_NE(again.out.find("1 of 1 runs are finished already"), std::string::npos) << again.out;
  EXPECT_NE(again.out.find("valid.logit of row 0, class 1"), std::string::npos) << again.out;
  EXPECT_NE(read_file(scratch / "r/manifest.json").find("\"rows.train.class.1\": 2"),
            std::string::npos);
}

TEST(Expectations, OneVerdictForADistribution) {
  const Scratch scratch;
  const std::string config = std::string(kConfig) + "sweep: {repeats: 3}\nexpect:\n";
  write_file(scratch / "c.yaml",
             config + "  - {metric: valid.accuracy, value: 0.75, between: range}\n");
  const Outcome missed = logitbench({"run", "c.yaml", "--out", "r"}, scratch.path());
  EXPECT_EQ(missed.exit_code, 3) << missed.out;
  EXPECT_NE(missed.out.find("1 of 1 expectations missed"), std::string::npos) << missed.out;
  const Outcome narrowed =
      logitbench({"run", "c.yaml", "sweep.repeats=2", "--out", "n"}, scratch.path());
  EXPECT_EQ(narrowed.exit_code, 0) << narrowed.out << narrowed.err;
  EXPECT_NE(narrowed.out.find("not checked"), std::string::npos) << narrowed.out;
}

TEST(Expectations, ARowThatIsNotKeptIsRefusedWithTheKeyToSet) {
  const Outcome outcome = run_with("  - {row: 1, metric: valid.loss, value: 1}\n");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("c.yaml:10:5: expect: found row 1"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("expected predictions: 2 or more"), std::string::npos) << outcome.err;
}

TEST(Expectations, AFailureThatIsExpectedIsNoError) {
  const Scratch scratch;
  const std::string config =
      "experiment: fails\ndataset: {name: idx, dir: nowhere}\nmodel: linear\n"
      "loss: cross_entropy\noptimizer: {name: sgd, lr: 1}\ntrain: {epochs: 1}\n";
  write_file(scratch / "c.yaml", config);
  EXPECT_EQ(logitbench({"run", "c.yaml", "--out", "r"}, scratch.path()).exit_code, 5);
  write_file(scratch / "c.yaml", config + "expect: [{status: failed}]\n");
  EXPECT_EQ(logitbench({"run", "c.yaml", "--out", "r"}, scratch.path()).exit_code, 0);
}

}  // namespace
}  // namespace logitbench::end_to_end
