// Metrics of decisions and confidence, tables.csv and the time of phases, through the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <csignal>
#include <map>

#include "core/tests/program.h"
#include "core/tests/sweep_results.h"

namespace logitbench::end_to_end {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPhases[] = {"data_s", "forward_s", "loss_s", "backward_s", "update_s"};

class ResultTables : public testing::Test {
 protected:
  std::vector<std::string> words(const std::string& out, const std::vector<std::string>& more) {
    std::vector<std::string> all{"run", config("smoke/metrics.yaml"), "--out",
                                 (scratch / out).string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Outcome run(const std::string& out, const std::vector<std::string>& more = {}) {
    return logitbench(words(out, more), scratch.path());
  }
  Outcome check(const std::string& out) { return logitbench({"check", out}, scratch.path()); }
  double final_value(const std::string& series) {
    return std::stod(read_csv(scratch / "r/runs.csv").at(0).at("final." + series));
  }

  const Scratch scratch;
};

TEST_F(ResultTables, agree_with_the_metrics_of_the_last_epoch) {
  const Outcome outcome = run("r");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  const std::string text = read_file(scratch / "r/tables.csv");
  EXPECT_TRUE(text.starts_with("run_id,split,table,row,column,value\n")) << text;
  double rows = 0, right = 0, in_bins = 0, error = 0;
  std::map<std::string, double> of_label;
  std::map<std::pair<std::string, std::string>, std::string> bins;
  for (const CsvRow& row : read_csv(scratch / "r/tables.csv")) {
    EXPECT_EQ(row.at("split"), "valid");
    if (row.at("table") == "reliability") {
      bins[{row.at("row"), row.at("column")}] = row.at("value");
      continue;
    }
    ASSERT_EQ(row.at("table"), "confusion");
    const double count = std::stod(row.at("value"));
    rows += count;
    of_label[row.at("row")] += count;
    if (row.at("row") == row.at("column")) right += count;
  }
  EXPECT_EQ(rows, 60);  // a fifth of 300
  ASSERT_EQ(of_label.size(), 3U);
  EXPECT_EQ(right / rows, final_value("valid.accuracy"));
  ASSERT_EQ(bins.size(), 45U);
  for (int b = 0; b < 15; ++b) {
    const auto cell = [&](const char* column) {
      return std::stod(bins.at({std::to_string(b), column}));
    };
    in_bins += cell("rows");
    if (cell("rows") > 0)
      error += cell("rows") / rows * std::abs(cell("accuracy") - cell("confidence"));
    else
      EXPECT_EQ(bins.at({std::to_string(b), "accuracy"}), "nan");
  }
  EXPECT_EQ(in_bins, rows);
  // Fifteen quotients of at most 1, each rounded.
  EXPECT_NEAR(error, final_value("valid.ece"), 1e-14);
  double by_class = 0;
  for (const auto& [label, count] : of_label)
    by_class += count / rows * final_value("valid.accuracy.class." + label);
  EXPECT_NEAR(by_class, final_value("valid.accuracy"), 1e-15);
  // The MLP's layers 1 and 3 flatten and are ReLUs. Means of norms over steps: no sum of squares.
  for (const char* layer : {"2", "4"}) {
    const double norm = final_value(std::string("train.grad_norm.layer.") + layer);
    EXPECT_GT(norm, 0);
    EXPECT_LT(norm, final_value("train.grad_norm"));
  }
  EXPECT_THAT(read_file(scratch / "r/runs.csv"), Not(HasSubstr("valid.grad_norm")));
  EXPECT_EQ(check("r").exit_code, 0);
}

TEST_F(ResultTables, phases_are_the_last_columns_and_no_more_than_the_whole) {
  ASSERT_EQ(run("r", {"train.epochs=100"}).exit_code, 0);
  const CsvRow row = read_csv(scratch / "r/runs.csv").at(0);
  double sum = 0;
  for (const char* phase : kPhases) {
    EXPECT_GT(std::stod(row.at(phase)), 0) << phase;
    sum += std::stod(row.at(phase));
  }
  EXPECT_LE(sum, std::stod(row.at("wall_s")));
  EXPECT_THAT(read_file(scratch / "r/runs.csv"),
              HasSubstr("wall_s,data_s,forward_s,loss_s,backward_s,update_s\n"));
}

TEST_F(ResultTables, are_not_there_where_no_run_asks_for_one) {
  ASSERT_EQ(run("r", {"metrics=[nll]", "~expect"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(scratch / "r/tables.csv"));
  EXPECT_THAT(read_file(scratch / "r/runs.csv"), Not(HasSubstr("data_s")));
  EXPECT_EQ(check("r").exit_code, 0);
}

TEST_F(ResultTables, of_runs_in_processes_of_their_own_are_the_same) {
  const std::vector<std::string> sweep{"optimizer.lr=0.02,100", "+sweep.repeats=2"};
  std::vector<std::string> isolated = sweep;
  isolated.emplace_back("--isolate");
  ASSERT_EQ(run("together", sweep).exit_code, 0);
  ASSERT_EQ(run("apart", isolated).exit_code, 0);
  for (const char* table : {"tables.csv", "curves.csv"}) {
    EXPECT_FALSE(read_file(scratch / "apart" / table).empty());
    EXPECT_TRUE(read_file(scratch / "together" / table) == read_file(scratch / "apart" / table));
  }
  for (const CsvRow& row : read_csv(scratch / "apart/runs.csv"))
    for (const char* phase : kPhases) EXPECT_GT(std::stod(row.at(phase)), 0) << phase;
  EXPECT_EQ(check("apart").exit_code, 0);
}

TEST_F(ResultTables, after_kill_9_are_the_undisturbed_ones) {
  const std::vector<std::string> sweep{"train.epochs=60", "+sweep.repeats=6"};
  ASSERT_EQ(run("whole", sweep).exit_code, 0);
  Child child(words("killed", sweep), scratch.path());
  ASSERT_TRUE(wait_for_journal(scratch / "killed", 150));
  kill(child.pid(), SIGKILL);
  EXPECT_EQ(child.wait().exit_code, 128 + SIGKILL);
  EXPECT_FALSE(fs::exists(scratch / "killed/tables.csv"));
  ASSERT_EQ(run("killed", sweep).exit_code, 0);
  EXPECT_TRUE(read_file(scratch / "killed/tables.csv") == read_file(scratch / "whole/tables.csv"));
  EXPECT_EQ(check("killed").exit_code, 0);
}

TEST_F(ResultTables, of_a_run_stopped_on_its_way_are_none) {
  Child child(words("r", {"train.epochs=10000000"}), scratch.path());
  ASSERT_TRUE(wait_for_journal(scratch / "r", 20));
  kill(child.pid(), SIGINT);
  EXPECT_EQ(child.wait().exit_code, 130);
  EXPECT_EQ(read_file(scratch / "r/tables.csv"), "run_id,split,table,row,column,value\n");
}

TEST_F(ResultTables, edited_by_hand_are_told) {
  ASSERT_EQ(run("r").exit_code, 0);
  std::string text = read_file(scratch / "r/tables.csv");
  text.insert(text.find('\n', text.find('\n') + 1), "1");
  write_file(scratch / "r/tables.csv", text);
  const Outcome outcome = check("r");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("error tables_differ at r/tables.csv:2: "));
}

}  // namespace
}  // namespace logitbench::end_to_end
