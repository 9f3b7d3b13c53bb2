#include "core/analysis/report/class_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/testing/table_file_test.h"

namespace logitbench {
namespace {

using testing::HasSubstr;

const std::string kHeader = "run_id,epoch,split,table,row,column,value\n";

class ReadClassTables : public TableFileTest<read_class_tables> {
 protected:
  ReadClassTables() : TableFileTest("tables.csv") {}
};

TEST_F(ReadClassTables, TakesTheLastEpochOfEachRunAndSplit) {
  EXPECT_TRUE(read_class_tables(folder.path() / "none.csv").empty());
  const TablesOfRuns tables = read(kHeader +
                                   "a,2,valid,confusion,0,1,7\n"
                                   "a,1,valid,confusion,1,1,99\n"
                                   "a,1,test,confusion,2,0,3\n"
                                   "a,2,valid,reliability,14,rows,5\n"
                                   "a,2,valid,reliability,14,accuracy,0.5\n"
                                   "a,2,valid,later_table,x,y,1\n");
  const ClassTables& valid = tables.at("a").at("valid");
  EXPECT_EQ(valid.confusion, (std::vector<std::vector<double>>{{0, 7}, {0, 0}}));
  EXPECT_EQ(valid.reliability[14].rows, 5);
  EXPECT_EQ(valid.reliability[14].accuracy, 0.5);
  EXPECT_TRUE(valid.has_reliability);
  EXPECT_FALSE(tables.at("a").at("test").has_reliability);
  EXPECT_EQ(tables.at("a").at("test").confusion.size(), 3u);
}

TEST_F(ReadClassTables, NeedsNoEpochs) {
  const TablesOfRuns tables = read(
      "run_id,split,table,row,column,value\n"
      "a,valid,confusion,0,0,7\n"
      "a,valid,reliability,0,accuracy,nan\n");
  EXPECT_EQ(tables.at("a").at("valid").confusion, (std::vector<std::vector<double>>{{7}}));
  EXPECT_TRUE(tables.at("a").at("valid").has_reliability);
}

TEST_F(ReadClassTables, NamesTheDamagedLine) {
  EXPECT_THAT(refusal(""), HasSubstr("empty"));
  EXPECT_THAT(refusal("run_id,epoch\n"), HasSubstr("tables.csv:1: found the columns run_id,epoch"));
  EXPECT_THAT(refusal(kHeader + "a,1,valid,confusion,0,1\n"), HasSubstr("tables.csv:2: found 6"));
  EXPECT_THAT(refusal(kHeader + "a,1,valid,confusion,0,1,7"), HasSubstr("within this line"));
  EXPECT_THAT(refusal(kHeader + "a,1,valid,confusion,0,1,x\n"), HasSubstr("value: found 'x'"));
  EXPECT_THAT(refusal(kHeader + "a,1,valid,confusion,-1,1,7\n"), HasSubstr("row: found '-1'"));
  EXPECT_THAT(refusal(kHeader + "a,1,valid,confusion,0,99999999,7\n"), HasSubstr("below 1000"));
  EXPECT_THAT(refusal(kHeader + "a,1,valid,reliability,15,rows,7\n"), HasSubstr("below 15"));
  EXPECT_THAT(refusal(kHeader + "a,1,valid,reliability,0,row,7\n"), HasSubstr("expected rows"));
}

TEST(PooledClassTables, WeighByRows) {
  ClassTables a, b;
  a.confusion = {{1, 2}, {3, 4}};
  b.confusion = {{10}};
  a.reliability[3] = {1, 0.2, 1};
  b.reliability[3] = {3, 0.6, 0};
  b.reliability[4] = {0, 7, 7};  // means of nothing
  b.has_reliability = true;
  const ClassTables all = pooled({&a, &b});
  EXPECT_EQ(all.confusion, (std::vector<std::vector<double>>{{11, 2}, {3, 4}}));
  EXPECT_EQ(all.reliability[3].rows, 4);
  EXPECT_NEAR(all.reliability[3].confidence, 0.5, 1e-15);
  EXPECT_EQ(all.reliability[3].accuracy, 0.25);
  EXPECT_EQ(all.reliability[4].confidence, 0);
  EXPECT_TRUE(all.has_reliability);
}

}  // namespace
}  // namespace logitbench
