// The sweep language through the real program: each method, cases in files, a dry run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;

const std::string kBase =
    "dataset: {name: spiral, samples: 20}\nmodel: {name: mlp, hidden: [4]}\nloss: cross_entropy\n"
    "optimizer: {name: sgd, lr: 0.1}\ntrain: {epochs: 1, batch_size: 20}\nsweep:\n";

// The last word of each line of the table: the run ids.
std::vector<std::string> run_ids(const std::string& dry_run) {
  std::vector<std::string> ids;
  std::istringstream lines(dry_run);
  for (std::string line; std::getline(lines, line);) {
    const std::string word = line.substr(line.rfind(' ') + 1);
    if (word.size() > 11 && word[word.size() - 11] == '-') ids.push_back(word);
  }
  return ids;
}

struct Method {
  const char* name;
  const char* sweep;
  size_t runs;
};
const Method kMethods[] = {
    {"grid",
     "  repeats: 2\n  parameters:\n    loss: [cross_entropy, log_softmax_nll]\n"
     "    loss.label_smoothing: {values: [0, 0.1], when: {loss: cross_entropy}}\n"
     "  exclude: [{loss: log_softmax_nll, seed: 1}]\n",
     5},
    {"random",
     "  method: random\n  count: 20\n  seed: 7\n  parameters:\n"
     "    optimizer.lr: {min: 1e-4, max: 1, distribution: log_uniform}\n"
     "    optimizer.momentum: {min: 0, max: 0.9, distribution: uniform}\n"
     "    train.batch_size: {min: 1, max: 40, distribution: int}\n"
     "    model.hidden: {values: [[4], [8, 8]], distribution: choice}\n",
     20},
    {"zip",
     "  method: zip\n  parameters:\n    optimizer.lr: [0.1, 1e-2, 1]\n"
     "    model: [linear, {name: mlp, hidden: [4, 4]}, mlp]\n",
     3},
    {"list",
     "  method: list\n  repeats: 3\n  cases:\n    - {optimizer.lr: 0.5}\n    - {}\n"
     "    - {loss: log_softmax_nll, model.hidden: [2]}\n"
     "  include: [{train.batch_size: 7}]\n",
     12}};

class Methods : public testing::TestWithParam<Method> {};
INSTANTIATE_TEST_SUITE_P(All, Methods, testing::ValuesIn(kMethods),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(Methods, saved_cases_are_the_same_runs_again) {
  const Scratch scratch;
  write_file(scratch / "c.yaml", kBase + GetParam().sweep);
  for (const std::string file : {"cases.csv", "cases.yaml"}) {
    const Outcome plan =
        logitbench({"run", "c.yaml", "--dry-run", "--save-cases", file}, scratch.path());
    ASSERT_EQ(plan.exit_code, 0) << plan.err;
    const std::vector<std::string> ids = run_ids(plan.out);
    EXPECT_EQ(ids.size(), GetParam().runs) << plan.out;
    const Outcome again =
        logitbench({"run", "c.yaml", "--dry-run", "--cases", file}, scratch.path());
    ASSERT_EQ(again.exit_code, 0) << again.err << read_file(scratch / file);
    EXPECT_EQ(run_ids(again.out), ids) << read_file(scratch / file);
  }
}

TEST(Sweeps, a_dry_run_tells_what_is_done_and_how_long_the_rest_takes) {
  const Scratch scratch;
  write_file(scratch / "c.yaml",
             kBase + "  parameters: {train.batch_size: [20], optimizer.lr: [0.1, 0.2, 0.3]}\n");
  const auto dry_run = [&](const std::string& word) {
    return logitbench({"run", "c.yaml", word, "--dry-run", "--out", "r"}, scratch.path()).out;
  };
  EXPECT_THAT(dry_run("seed=0"), HasSubstr("no estimate of the time before a first run has ended"));
  ASSERT_EQ(logitbench({"run", "c.yaml", "--out", "r"}, scratch.path()).exit_code, 0);
  EXPECT_THAT(dry_run("seed=0"), HasSubstr("3 runs, 3 of them done\nnothing to do"));
  EXPECT_THAT(dry_run("optimizer.lr=0.1,0.2,0.3,0.4"),
              HasSubstr("4 runs, 3 of them done\n1 to do: about 0:0"));
  EXPECT_THAT(dry_run("train.batch_size=20,5"),
              HasSubstr("no estimate of the time of the 3 to do: no finished run has"));
}

TEST(Sweeps, runs_csv_has_an_empty_cell_where_a_key_is_not_set) {
  const Scratch scratch;
  write_file(scratch / "c.yaml", kBase + kMethods[0].sweep);
  ASSERT_EQ(logitbench({"run", "c.yaml", "--out", "r"}, scratch.path()).exit_code, 0);
  const std::vector<CsvRow> rows = read_csv(scratch / "r/runs.csv");
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0].at("loss.label_smoothing"), "0");
  EXPECT_EQ(rows[2].at("loss.label_smoothing"), "0.1");
  EXPECT_EQ(rows[4].at("loss.label_smoothing"), "");
  EXPECT_EQ(logitbench({"check", "r"}, scratch.path()).exit_code, 0);
}

TEST(Sweeps, a_bad_cell_is_named_by_its_place) {
  const Scratch scratch;
  write_file(scratch / "c.yaml", kBase + "  repeats: 1\n");
  const auto error = [&](const std::string& csv) {
    write_file(scratch / "cases.csv", csv);
    const Outcome outcome =
        logitbench({"run", "c.yaml", "--dry-run", "--cases", "cases.csv"}, scratch.path());
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    return outcome.err;
  };
  EXPECT_THAT(error("loss,optimizer.lr\ncross_entropy,0.1\n,fast\n"),
              HasSubstr("cases.csv:3:2: optimizer.lr: found 'fast', expected a number above 0"));
  EXPECT_THAT(error("optimizer.lrr\n1\n"),
              HasSubstr("cases.csv:1:1: found the unknown key 'lrr' under optimizer"));
  EXPECT_THAT(error("optimizer.lr,seed\n1\n"),
              HasSubstr("cases.csv:2:1: found 1 cells, expected 2 as in the header"));
  EXPECT_THAT(error("optimizer.lr\n0.5\n0.50\n"),
              HasSubstr("cases.csv:3:1: found a case that makes the same run as lr0.5-"));
  EXPECT_THAT(error("model.hidden\n\"[4\"\n"), HasSubstr("cases.csv:2:1: this is not YAML"));
  EXPECT_THAT(error("loss\n\"a\n"), HasSubstr("cases.csv:2:1: found a quote that is never closed"));
}

TEST(Sweeps, many_runs_are_asked_for_with_every_method) {
  const Scratch scratch;
  write_file(scratch / "random.yaml",
             kBase +
                 "  method: random\n  count: 10001\n  parameters:\n"
                 "    optimizer.lr: {min: 0, max: 1, distribution: uniform}\n");
  const auto run = [&](const std::vector<std::string>& words) {
    return logitbench(words, scratch.path());
  };
  EXPECT_THAT(run({"run", "random.yaml"}).err,
              HasSubstr("found 10001 runs, expected at most 10000; sweep fewer values, or allow it "
                        "with --yes"));
  EXPECT_THAT(run({"run", "random.yaml", "--dry-run", "sweep.repeats=100"}).err,
              HasSubstr("found 1000100 runs, expected at most 1000000"));
}

TEST(Sweeps, the_examples_expand_each_to_its_runs) {
  const std::vector<std::pair<std::string, size_t>> examples = {
      {"random", 12}, {"conditional", 10}, {"paired", 8}, {"cases", 4}, {"early_stopping", 54}};
  size_t files = 0;
  for (const auto& entry : fs::directory_iterator(config("sweeps"))) files += entry.exists();
  EXPECT_EQ(files, examples.size());
  const Scratch scratch;
  for (const auto& [name, runs] : examples) {
    const std::string file = config("sweeps/" + name + ".yaml");
    EXPECT_THAT(read_file(file), testing::StartsWith("# Question: "));
    const Outcome outcome = logitbench({"run", file, "--dry-run"}, scratch.path());
    EXPECT_EQ(run_ids(outcome.out).size(), runs) << name << outcome.out << outcome.err;
  }
}

}  // namespace
}  // namespace logitbench::end_to_end
