// logitbench compare on folders that are not as they should be, and on several together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/record/csv_reader.h"
#include "core/tests/program.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

class CompareFolders : public testing::Test {
 protected:
  Outcome compare(const Words& more) const {
    Words words{"compare"};
    words.insert(words.end(), more.begin(), more.end());
    return logitbench(words, scratch.path());
  }
  void sweep(const std::string& out, const Words& more) const {
    Words words{"run", config("smoke/spiral.yaml"), "--quiet", "--out", out, "train.epochs=1"};
    words.insert(words.end(), more.begin(), more.end());
    logitbench(words, scratch.path());
  }
  const Scratch scratch;
};

TEST_F(CompareFolders, of_no_results_are_refused) {
  fs::create_directory(scratch / "empty");
  EXPECT_EQ(compare({"empty"}).exit_code, 2);
  EXPECT_THAT(compare({"empty"}).err, HasSubstr("empty is empty"));
}

TEST_F(CompareFolders, of_half_a_sweep_say_how_to_go_on) {
  sweep("r", {"+sweep.repeats=2"});
  fs::remove(scratch / "r/runs.csv");
  fs::remove(scratch / "r/curves.csv");
  const Outcome outcome = compare({"r"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("has a journal and no runs.csv yet"));
  EXPECT_THAT(outcome.err, HasSubstr("logitbench status r"));
}

TEST_F(CompareFolders, with_damaged_tables_name_the_line) {
  sweep("r", {"optimizer.lr=0.1,0.2", "+sweep.repeats=2"});
  const std::string runs = read_file(scratch / "r/runs.csv");
  const std::string curves = read_file(scratch / "r/curves.csv");
  write_file(scratch / "r/runs.csv", runs.substr(0, runs.size() - 9));
  EXPECT_EQ(compare({"r"}).exit_code, 5);
  EXPECT_THAT(compare({"r"}).err, HasSubstr("runs.csv:5: the file ends within this line"));
  write_file(scratch / "r/runs.csv", runs);
  write_file(scratch / "r/curves.csv", curves + "x,1,1,valid,accuracy,much\n");
  const Outcome outcome = compare({"r", "--metric", "valid.accuracy@1"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr(": value: found 'much'"));
  fs::remove(scratch / "r/curves.csv");
  EXPECT_EQ(compare({"r", "--metric", "valid.accuracy@1"}).exit_code, 5);
  EXPECT_EQ(compare({"r"}).exit_code, 0);  // which needs none
}

TEST_F(CompareFolders, of_few_seeds_give_no_verdict) {
  sweep("r", {"optimizer.lr=0.001,0.1", "+sweep.repeats=4"});
  const Outcome outcome = compare({"r"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("no verdict, 4 seeds to compare; it takes 5 at least"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("better than")));
}

TEST_F(CompareFolders, of_one_run_are_one_setting) {
  sweep("r", {});
  const Outcome outcome = compare({"r"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("1 run, 1 completed"));
  EXPECT_THAT(outcome.out, HasSubstr("one setting only"));
  EXPECT_THAT(compare({"r", "--by", "loss"}).err, HasSubstr("swept by no key"));
}

TEST_F(CompareFolders, of_diverged_runs_alone_count_them) {
  // A step of 1e30 overflows the weights.
  sweep("r", {"optimizer={name: sgd, lr: 1e30}", "+sweep.repeats=5", "model.hidden=[8],[16]"});
  const Outcome outcome = compare({"r"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("10 runs, 10 diverged"));
  EXPECT_THAT(outcome.out, HasSubstr("no run completed with a finite value"));
}

TEST_F(CompareFolders, of_some_diverged_runs_say_so_beside_the_verdict) {
  sweep("r", {"optimizer.lr=0.001,0.1", "+sweep.repeats=6"});
  const std::string runs = read_file(scratch / "r/runs.csv");
  const size_t at = runs.find("completed");
  write_file(scratch / "r/runs.csv", runs.substr(0, at) + "diverged" + runs.substr(at + 9));
  const Outcome outcome = compare({"r"});
  EXPECT_THAT(outcome.out, HasSubstr("12 runs, 11 completed, 1 diverged"));
  EXPECT_THAT(outcome.out, HasSubstr("; 1 of its 6 runs diverged"));
  EXPECT_THAT(outcome.out, HasSubstr("1 with 0.1"));  // which has lost its partner
}

TEST_F(CompareFolders, that_write_a_number_in_two_ways_are_taken_together) {
  sweep("a", {"optimizer.lr=0.1,0.2", "+sweep.repeats=5"});
  sweep("b", {"optimizer.lr=1e-1,0.20", "+sweep.repeats=5"});
  const auto json = Json::parse(compare({"a", "b", "--by", "optimizer.lr", "--json"}).out);
  ASSERT_EQ(json["groups"].size(), 2u);
  EXPECT_EQ(json["groups"][0]["runs"], 10);
  EXPECT_EQ(json["groups"][0]["n"], 5);  // a copy is no evidence
}

TEST_F(CompareFolders, without_a_manifest_compare_no_losses) {
  sweep("r", {"loss=cross_entropy,softmax_prob", "+sweep.repeats=2"});
  sweep("one", {"optimizer.lr=0.1,0.2", "+sweep.repeats=2"});
  EXPECT_EQ(compare({"one", "--metric", "valid.loss"}).exit_code, 0);
  for (const char* folder : {"r", "one"})
    fs::remove(scratch / (std::string(folder) + "/manifest.json"));
  const Outcome swept = compare({"r", "--metric", "valid.loss"});
  EXPECT_EQ(swept.exit_code, 3);
  EXPECT_THAT(swept.err, HasSubstr("2 kinds of loss, cross_entropy, softmax_prob"));
  const Outcome one = compare({"one", "--metric", "valid.loss"});
  EXPECT_EQ(one.exit_code, 5);
  EXPECT_THAT(one.err, HasSubstr("manifest.json is not there"));
  EXPECT_EQ(compare({"one"}).exit_code, 0);
}

TEST_F(CompareFolders, that_are_pivoted_average_over_nothing) {
  sweep("r", {"optimizer.lr=0.001,0.1", "model.hidden=[4],[64]", "+sweep.repeats=5"});
  const Outcome both = compare({"r", "--by", "model.hidden,optimizer.lr"});
  EXPECT_THAT(both.out, HasSubstr("optimizer.lr 0.1"));
  EXPECT_THAT(both.out, Not(HasSubstr("varies within groups")));
  const Outcome one = compare({"r", "--by", "optimizer.lr"});
  EXPECT_THAT(one.out, HasSubstr("model.hidden varies within groups"));
  // Five seeds at two sizes are five repeats.
  const auto json = Json::parse(compare({"r", "--by", "optimizer.lr", "--json"}).out);
  for (const Json& group : json["groups"]) {
    EXPECT_EQ(group["n"], 5);
    EXPECT_EQ(group["runs"], 10);
  }
}

TEST_F(CompareFolders, that_are_several_are_told_apart_by_their_names) {
  const std::string hard = "a,\"b\" <i>|*c*";
  sweep("plain", {"+sweep.repeats=5", "optimizer.lr=0.1"});
  sweep(hard, {"+sweep.repeats=5", "optimizer.lr=0.001", "metrics=[]"});
  const Outcome text = compare({"plain", hard});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("by experiment"));
  EXPECT_THAT(text.out, HasSubstr(hard));
  EXPECT_THAT(text.out, HasSubstr("these experiments differ in optimizer.lr: a difference may"));

  const Outcome csv = compare({"plain", hard, "--csv", "--baseline", hard});
  CsvReader reader(csv.out);
  std::vector<std::string> cells;
  std::set<std::string> names;
  while (reader.next(cells)) names.insert(cells[0]);
  EXPECT_THAT(names, testing::ElementsAre(hard, "experiment", "plain"));

  const auto json = Json::parse(compare({"plain", hard, "--json", "--baseline", hard}).out);
  EXPECT_EQ(json["reference"]["experiment"], hard);
  const Outcome markdown = compare({"plain", hard, "--markdown"});
  EXPECT_THAT(markdown.out, HasSubstr("| a,\"b\" \\<i\\>\\|\\*c\\* | 5 |"));

  // A metric that one of them did not record.
  const Outcome nll = compare({"plain", hard, "--metric", "valid.nll"});
  EXPECT_EQ(nll.exit_code, 0) << nll.err;
  EXPECT_THAT(nll.out, HasSubstr("no value"));
  EXPECT_THAT(nll.out, HasSubstr(": no verdict, none of its 5 runs completed with a finite value"));

  sweep("wide", {"+sweep.repeats=5", "optimizer.lr=0.1", "model.hidden=[128]"});
  EXPECT_THAT(compare({"plain", "wide"}).out,
              HasSubstr("these experiments differ in model.hidden: a difference may"));

  fs::remove(scratch / "wide/manifest.json");
  const Outcome unknown = compare({"plain", "wide"});
  EXPECT_EQ(unknown.exit_code, 0) << unknown.err;
  EXPECT_THAT(unknown.out, HasSubstr("manifest.json is missing or damaged in wide"));

  // Two of the same name are told apart by their paths.
  fs::create_directory(scratch / "copy");
  fs::copy(scratch / "plain", scratch / "copy/plain", fs::copy_options::recursive);
  const Outcome same = compare({"plain", "copy/plain"});
  EXPECT_THAT(same.out, HasSubstr("copy/plain: no difference to plain: equal in every one of 5"));
}

TEST_F(CompareFolders, of_thousands_of_runs_are_compared) {
  std::string runs =
      "run_id,status,seed,loss,final.valid.accuracy,best.valid.accuracy,epochs,samples_per_s,"
      "wall_s\n";
  for (int loss = 0; loss < 600; ++loss)
    for (int seed = 0; seed < 5; ++seed) {
      const std::string value = std::to_string((loss * 37 + seed * 101) % 997) + "e-3,";
      runs += "run" + std::to_string(loss * 5 + seed) + ",completed," + std::to_string(seed) +
              ",loss" + std::to_string(loss) + "," + value + value + "1,1,1\n";
    }
  write_file(scratch / "r/runs.csv", runs);
  const Outcome text = compare({"r"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("3000 runs, 3000 completed"));
  EXPECT_THAT(text.out, HasSubstr("more in the table above"));
  const auto json = Json::parse(compare({"r", "--json"}).out);
  EXPECT_EQ(json["groups"].size(), 600u);
  EXPECT_EQ(json["tests_corrected_for"], 600 * 599 / 2);
}

}  // namespace
}  // namespace logitbench::end_to_end
