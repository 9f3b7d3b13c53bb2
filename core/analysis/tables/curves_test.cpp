#include "core/analysis/tables/curves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/analysis/testing/table_file_test.h"
#include "core/record/number_text.h"

namespace logitbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kHeader = "run_id,epoch,step,split,metric,value\n";

class CurvesTest : public TableFileTest<read_curves> {
 protected:
  CurvesTest() : TableFileTest("curves.csv") {}
};

std::vector<double> values(const Curves& curves, const std::string& run, const char* split,
                           const char* metric) {
  const auto series = curves.find_series(split, metric);
  for (size_t i = 0; series && i < curves.run_ids().size(); ++i)
    if (curves.run_ids()[i] == run) {
      const Curve curve = curves.curve(i, *series);
      return {curve.values.begin(), curve.values.end()};
    }
  return {};
}

TEST_F(CurvesTest, SortsRowsByRunAndSeries) {
  const Curves curves = read(kHeader +
                             "a,0,0,valid,loss,1\na,0,0,valid,accuracy,0.5\n"
                             "a,1,9,train,loss,0.75\na,1,9,valid,loss,-1e-07\n"
                             "b,1,9,train,loss,nan\na,2,18,valid,loss,inf\n");
  EXPECT_THAT(curves.run_ids(), ElementsAre("a", "b"));
  ASSERT_EQ(curves.series().size(), 3u);
  EXPECT_EQ(curves.series()[1].metric, "accuracy");
  EXPECT_THAT(values(curves, "a", "valid", "loss"), ElementsAre(1, -1e-7, INFINITY));
  EXPECT_THAT(values(curves, "a", "train", "loss"), ElementsAre(0.75));
  EXPECT_THAT(values(curves, "b", "train", "loss"), ElementsAre(testing::IsNan()));
  EXPECT_TRUE(curves.curve(1, 0).empty());
  const Curve loss = curves.curve(0, 0);
  EXPECT_THAT(loss.epochs, ElementsAre(0u, 1u, 2u));
  EXPECT_EQ(loss.at(1), -1e-7);
  EXPECT_EQ(loss.at(3), std::nullopt);
}

TEST_F(CurvesTest, AFileOfNoRowsHasNoCurves) { EXPECT_TRUE(read(kHeader).run_ids().empty()); }

TEST_F(CurvesTest, TakesQuotesAndTheLineEndsOfOtherPrograms) {
  const Curves curves = read(
      "run_id,epoch,step,split,metric,value\r\n"
      "\"a, \"\"<b>\"\"\",1,1,\"valid\",loss,2\r\nplain,1,1,valid,loss,3\r\n");
  EXPECT_THAT(curves.run_ids(), ElementsAre("a, \"<b>\"", "plain"));
  EXPECT_EQ(curves.series().size(), 1u);
}

// Several parts, each of which has runs that the one before it had.
TEST_F(CurvesTest, JoinsWhatSeveralThreadsRead) {
  std::string text = kHeader;
  constexpr size_t kRuns = 40, kEpochs = 2500;
  for (size_t run = 0; run < kRuns; ++run)
    for (size_t epoch = 0; epoch < kEpochs; ++epoch) {
      const std::string start = "run" + std::to_string(run) + "," + std::to_string(epoch) + "," +
                                std::to_string(epoch * 100) + ",valid,";
      text += start + "loss," + number_text(static_cast<double>(run) + 1.0 / 3) + "\n";
      if (run % 2 == 1) text += start + "nll," + number_text(static_cast<double>(epoch)) + "\n";
    }
  ASSERT_GT(text.size(), size_t{4} << 20);  // parts are of a megabyte
  const Curves curves = read(text);
  ASSERT_EQ(curves.run_ids().size(), kRuns);
  for (size_t run = 0; run < kRuns; ++run) {
    EXPECT_EQ(curves.run_ids()[run], "run" + std::to_string(run));
    const Curve loss = curves.curve(run, 0), nll = curves.curve(run, 1);
    ASSERT_EQ(loss.epochs.size(), kEpochs);
    ASSERT_EQ(nll.epochs.size(), run % 2 == 1 ? kEpochs : 0);
    for (size_t epoch = 0; epoch < kEpochs; ++epoch) {
      ASSERT_EQ(loss.epochs[epoch], epoch);
      ASSERT_EQ(loss.values[epoch], static_cast<double>(run) + 1.0 / 3);
    }
    for (size_t epoch = 0; epoch < nll.values.size(); ++epoch)
      ASSERT_EQ(nll.values[epoch], static_cast<double>(epoch)) << run;
  }
  // The line is that of the file, not of the part.
  text += "run39,oops,1,valid,loss,1\n";
  EXPECT_THAT(refusal(text), HasSubstr("curves.csv:" + std::to_string(kRuns * kEpochs * 3 / 2 + 2) +
                                       ": epoch: found 'oops'"));
}

TEST_F(CurvesTest, RefusesDamageWithItsLine) {
  const std::string good = kHeader + "a,1,1,valid,loss,1\n";
  const struct {
    std::string text, expected;
  } kCases[] = {
      {"", "curves.csv:1: the file is empty"},
      {"run_id,epoch", "curves.csv:1: the file ends within its header"},
      {"run_id,epoch,step,split,value\n",
       "curves.csv:1: found the columns run_id,epoch,step,split,"
       "value, expected run_id,epoch,step,split,metric,value"},
      {good + "a,2,2,valid,loss\n", "curves.csv:3: found 5 cells, expected 6"},
      {good + "a,2,2,valid,loss,1,1\n", "curves.csv:3: found more cells"},
      {good + "\n", "curves.csv:3: found 1 cells, expected 6"},
      {good + "a,2,2,valid,loss,0.1", "curves.csv:3: the file ends within this line"},
      {good + "a,2,2,valid,loss,1,5\nb", "curves.csv:3: found more cells"},
      {good + "a,-1,2,valid,loss,1\n", "curves.csv:3: epoch: found '-1'"},
      {good + "a,4294967296,2,valid,loss,1\n", "curves.csv:3: epoch: found '4294967296'"},
      {good + "a,2,2.5,valid,loss,1\n", "curves.csv:3: step: found '2.5'"},
      {good + "a,2,2,valid,loss,NaN\n", "curves.csv:3: value: found 'NaN'"},
      {good + "a,2,2,valid,loss,\n", "curves.csv:3: value: found ''"},
      {good + "a,2,2,valdi,loss,1\n", "curves.csv:3: split: found 'valdi', expected train, valid"},
      {good + "a,2,2,valid,,1\n", "curves.csv:3: metric: found ''"},
      {good + "\"a,2,2,valid,loss,1\n", "curves.csv:3: quotes are not closed"},
      {good + "b,1,1,valid,loss,1\na,1,1,valid,loss,1\n",
       "curves.csv:4: a, valid.loss: epoch 1 is there twice"},
      {good + "a,0,1,valid,loss,1\n", "curves.csv:3: a, valid.loss: epoch 0 after 1"},
  };
  for (const auto& damaged : kCases)
    EXPECT_THAT(refusal(damaged.text), HasSubstr(damaged.expected)) << damaged.text;
}

TEST_F(CurvesTest, RefusesWhatIsNoFile) {
  EXPECT_THROW(read_curves(folder.path() / "absent.csv"), DataError);
  EXPECT_THROW(read_curves(folder.path()), DataError);
}

}  // namespace
}  // namespace logitbench
