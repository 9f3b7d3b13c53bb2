#include "core/analysis/tables/run_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/testing/table_file_test.h"

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kHeader =
    "run_id,status,seed,loss,optimizer.lr,final.valid.nll,best.valid.nll,epochs,samples_per_s,"
    "wall_s\n";

class RunColumnsTest : public TableFileTest<read_run_columns> {
 protected:
  RunColumnsTest() : TableFileTest("runs.csv") {}
};

TEST_F(RunColumnsTest, ReadsKeysAndValues) {
  const RunColumns runs = read(kHeader +
                               "a,completed,1,\"{name: <b>, k: \"\"c\"\"}\",0.1,nan,0.5,3,10,1\n"
                               "b,queued,2,plain,,,,,,\n");
  ASSERT_EQ(runs.size(), 2u);
  ASSERT_EQ(runs.keys.size(), 2u);
  EXPECT_EQ(runs.keys[1].name, "optimizer.lr");
  EXPECT_THAT(runs.keys[0].values, ElementsAre("{name: <b>, k: \"c\"}", "plain"));
  EXPECT_THAT(runs.keys[1].values, ElementsAre("0.1", ""));
  EXPECT_EQ(runs.status[1], RunStatus::queued);
  EXPECT_THAT(runs.seeds, ElementsAre(1u, 2u));
  ASSERT_NE(runs.find_value("best.valid.nll"), nullptr);
  EXPECT_THAT(runs.find_value("best.valid.nll")->values, ElementsAre(0.5, std::nullopt));
  EXPECT_EQ(runs.find_value("final.valid.loss"), nullptr);
}

TEST_F(RunColumnsTest, ReadsASweepOfWhichNothingHasEnded) {
  const RunColumns runs =
      read("run_id,status,seed,loss,epochs,samples_per_s,wall_s\na,queued,1,x,,,\n");
  ASSERT_EQ(runs.keys.size(), 1u);
  EXPECT_TRUE(runs.values.empty());
}

TEST_F(RunColumnsTest, ReadsATableWithTargets) {
  const RunColumns runs = read(
      "run_id,status,seed,lr,final.valid.nll,best.valid.nll,epochs,samples_per_s,wall_s,"
      "target_epoch,target_s\na,completed,1,0.1,1,0.5,9,1,1,3,0.1\n");
  EXPECT_EQ(runs.keys.size(), 1u);
  EXPECT_EQ(runs.values.size(), 2u);
}

TEST_F(RunColumnsTest, ReadsATableWithTheTimesOfPhases) {
  const std::string phases = ",data_s,forward_s,loss_s,backward_s,update_s\n";
  const std::string begin =
      "run_id,status,seed,lr,final.valid.accuracy.class.0,best.valid.accuracy.class.0,epochs,"
      "samples_per_s,wall_s";
  for (const bool with_target : {false, true}) {
    const RunColumns runs =
        read(begin + (with_target ? ",target_epoch,target_s" : "") + phases +
             "a,completed,1,0.1,0.5,0.75,9,1,1," + (with_target ? "3,0.1," : "") + "1,2,3,4,5\n");
    EXPECT_EQ(runs.keys.size(), 1u);
    ASSERT_NE(runs.find_value("best.valid.accuracy.class.0"), nullptr);
    EXPECT_EQ(runs.values.size(), 2u);
  }
}

TEST_F(RunColumnsTest, RefusesDamageWithItsLine) {
  const std::string good = kHeader + "a,completed,1,x,0.1,1,1,3,10,1\n";
  const struct {
    std::string text, expected;
  } kCases[] = {
      {"", "runs.csv:1: the file is empty"},
      {"run_id,status,loss,epochs,samples_per_s,wall_s\n", "runs.csv:1: found the columns"},
      {"run_id,status,seed,epochs,wall_s\n", "expected run_id,status,seed,...,epochs"},
      {"run_id,status,seed,final.valid.nll,lr,epochs,samples_per_s,wall_s\n",
       "runs.csv:1: found the column lr behind final.valid.nll"},
      {good + "b,completed,1,x,0.1,1,1,3,10\n", "runs.csv:3: found 9 cells, expected 10"},
      {good + "b,compl", "runs.csv:3: the file ends within this line"},
      {good + "b,done,1,x,0.1,1,1,3,10,1\n", "runs.csv:3: status: found 'done'"},
      {good + "b,completed,,x,0.1,1,1,3,10,1\n", "runs.csv:3: seed: found ''"},
      {good + "b,completed,1,x,0.1,1,half,3,10,1\n", "runs.csv:3: best.valid.nll: found 'half'"},
      {good + "a,completed,2,x,0.1,1,1,3,10,1\n", "runs.csv:3: the run a is there twice"},
  };
  for (const auto& damaged : kCases)
    EXPECT_THAT(refusal(damaged.text), HasSubstr(damaged.expected)) << damaged.text;
  EXPECT_THROW(read_run_columns(folder.path() / "absent.csv"), DataError);
}

}  // namespace
}  // namespace logitbench
