#include "tools/logitbench/expectation_table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace logitbench {
namespace {

Plan plan_of(const MetricClaim& claim) {
  Plan plan;
  for (const char* id : {"a-0123456789", "b-0123456789"}) plan.runs.emplace_back().run_id = id;
  Expectation& expectation = plan.expectations.emplace_back();
  expectation.where.set("loss", "cross_entropy");
  expectation.claim = claim;
  expectation.note = "notebook 004";
  return plan;
}

ExpectationResult result(const Plan& plan, size_t run, double value, double difference,
                         Verdict verdict) {
  return {&plan.expectations[0], &plan.runs[run], "", value, difference, verdict};
}

std::string printed(const std::vector<ExpectationResult>& results) {
  std::ostringstream out;
  print_expectations(results, out);
  return out.str();
}

MetricClaim claim() {
  MetricClaim result{"valid", "accuracy"};
  result.value = 0.96;
  result.within = 0.01;
  return result;
}

TEST(ExpectationTable, ShowsTheRunsThatMeetItTogether) {
  const Plan plan = plan_of(claim());
  EXPECT_EQ(printed({result(plan, 0, 0.9625, 0.0025, Verdict::met),
                     result(plan, 1, 0.955, -0.005, Verdict::met)}),
            "\nExpectations\n"
            "runs                 what                  expected          ours              "
            "difference  verdict        note\n"
            "loss: cross_entropy  final.valid.accuracy  0.96 within 0.01  0.9550 to 0.9625  "
            "    -0.005  met by 2 of 2  notebook 004\n");
}

TEST(ExpectationTable, NamesEachRunThatMissesIt) {
  const Plan plan = plan_of(claim());
  EXPECT_EQ(printed({result(plan, 0, 0.9625, 0.0025, Verdict::met),
                     result(plan, 1, 0.5, -0.46, Verdict::missed)}),
            "\nExpectations\n"
            "runs                 what                  expected            ours  difference  "
            "verdict        note\n"
            "loss: cross_entropy  final.valid.accuracy  0.96 within 0.01  0.9625     +0.0025  "
            "met by 1 of 2  notebook 004\n"
            "b-0123456789         final.valid.accuracy  0.96 within 0.01  0.5000       -0.46  "
            "MISSED         notebook 004\n"
            "1 of 2 expectations missed\n");
}

TEST(ExpectationTable, SaysWhatWasNotChecked) {
  const Plan plan = plan_of(claim());
  const std::string text =
      printed({{&plan.expectations[0], nullptr, "no such run", {}, {}, Verdict::not_planned}});
  EXPECT_NE(text.find("no such run"), std::string::npos) << text;
  EXPECT_NE(text.find("not checked"), std::string::npos) << text;
  EXPECT_EQ(text.find("missed"), std::string::npos) << text;
}

TEST(ExpectationTable, IsNothingWithoutExpectations) { EXPECT_EQ(printed({}), ""); }

}  // namespace
}  // namespace logitbench
