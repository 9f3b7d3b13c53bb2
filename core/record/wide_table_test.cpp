#include "core/record/wide_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/record/testing/journaled_run.h"

namespace logitbench {
namespace {

TEST(WideTable, HasARowPerRunAndEpochInPlanOrder) {
  const Plan plan = {
      "x",
      "",
      {"loss", "seed"},
      {planned_run("b", 3, {"focal, hard", "3"}), planned_run("queued", 4, {"focal", "4"}),
       planned_run("a", 5, {"brier", "5"})}};
  JournaledRuns records;
  records["a"] = journaled_run("a", {RunStatus::diverged},
                               {{0, 0, {{"valid", "loss", std::nan("")}}},
                                {1, 9, {{"train", "loss", 0.1}, {"valid", "loss", 0.2}}}});
  records["b"] = journaled_run("b", {RunStatus::completed}, {{0, 0, {{"valid", "accuracy", 0.5}}}});
  EndedRuns ended;
  for (const auto& [run_id, run] : records) ended[run_id] = run.attempt;
  std::string text;
  wide_csv(plan, ended, read_in(records), [&](std::string_view rows) { text += rows; });
  EXPECT_EQ(text,
            "run_id,status,seed,loss,epoch,step,train.loss,valid.loss,valid.accuracy\n"
            "b,completed,3,\"focal, hard\",0,0,,,0.5\n"
            "a,diverged,5,brier,0,0,,nan,\n"
            "a,diverged,5,brier,1,9,0.1,0.2,\n");
}

}  // namespace
}  // namespace logitbench
