#include "core/analysis/expectation_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace logitbench {
namespace {

Expectation about(Claim claim) {
  Expectation result;
  result.claim = std::move(claim);
  return result;
}

MetricClaim accuracy() { return {"valid", "accuracy"}; }

MetricClaim value(double number) {
  MetricClaim claim = accuracy();
  claim.value = number;
  return claim;
}

MetricClaim bounds(std::optional<double> at_least, std::optional<double> at_most) {
  MetricClaim claim = accuracy();
  claim.at_least = at_least;
  claim.at_most = at_most;
  return claim;
}

TEST(ExpectationText, TheSubjectAsTheColumnsSayIt) {
  MetricClaim claim = value(1);
  EXPECT_EQ(subject_text(about(claim)), "final.valid.accuracy");
  claim.value_of = ValueOf::best;
  EXPECT_EQ(subject_text(about(claim)), "best.valid.accuracy");
  claim.value_of = ValueOf::at;
  claim.epoch = 10;
  EXPECT_EQ(subject_text(about(claim)), "valid.accuracy@10");
  EXPECT_EQ(subject_text(about(RunStatus::diverged)), "status");
  FactClaim fact;
  fact.fact = "parameters.1";
  EXPECT_EQ(subject_text(about(fact)), "parameters.1");
}

TEST(ExpectationText, ElementsAreEpochsOrClasses) {
  MetricClaim claim = accuracy();
  claim.values = {0.25, 0.5};
  EXPECT_EQ(subject_text(about(claim), 1), "valid.accuracy@2");
  EXPECT_EQ(claim_text(about(claim), 1), "0.5");
  claim.row = RowOfPredictions{3, {}};
  EXPECT_EQ(subject_text(about(claim), 1), "valid.accuracy of row 3, class 1");
  claim.values.clear();
  EXPECT_EQ(subject_text(about(claim)), "valid.accuracy of row 3");
  claim.row->of_class = 0;
  EXPECT_EQ(subject_text(about(claim)), "valid.accuracy of row 3, class 0");
}

TEST(ExpectationText, TheClaimWithItsTolerance) {
  MetricClaim claim = value(0.9642);
  claim.within = 0.01;
  EXPECT_EQ(claim_text(about(claim)), "0.9642 within 0.01");
  claim.relative = true;
  EXPECT_EQ(claim_text(about(claim)), "0.9642 within_rel 0.01");
  EXPECT_EQ(claim_text(about(value(std::nan("")))), "nan");
  EXPECT_EQ(claim_text(about(bounds(0.95, {}))), "at least 0.95");
  EXPECT_EQ(claim_text(about(bounds({}, 0.05))), "at most 0.05");
  EXPECT_EQ(claim_text(about(bounds(0.05, 0.95))), "0.05 to 0.95");
  EXPECT_EQ(claim_text(about(RunStatus::diverged)), "diverged");
}

TEST(ExpectationText, ADistributionAndAnotherMetric) {
  MetricClaim claim = value(25.794);
  claim.between.emplace();
  EXPECT_EQ(claim_text(about(claim)), "25.794 in the range");
  claim.between->probability = 0.99;
  EXPECT_EQ(claim_text(about(claim)), "25.794 in the 99 % interval");
  MetricClaim same = accuracy();
  same.same_as = SeriesName{"valid", "nll"};
  same.within = 1e-6;
  EXPECT_EQ(claim_text(about(same)), "valid.nll within 1e-06");
}

}  // namespace
}  // namespace logitbench
