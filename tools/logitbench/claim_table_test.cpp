#include "tools/logitbench/claim_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "core/record/testing/journaled_run.h"

namespace logitbench {
namespace {

// A plan of three runs with one claim, and what they gave.
struct Case {
  explicit Case(Claim claim) {
    plan.runs.resize(3);
    for (size_t i = 0; i < 3; ++i) plan.runs[i].run_id = std::string(1, static_cast<char>('a' + i));
    Expectation& expectation = plan.expectations.emplace_back();
    expectation.claim = std::move(claim);
    expectation.source = "notebook 004";
    expectation.quantity = "accuracy after ten epochs";
    expectation.runs = {0, 1, 2};
  }
  Case(const Case&) = delete;  // the results point into the plan
  Case& operator=(const Case&) = delete;
  Case& gave(const std::vector<double>& values) {
    for (size_t i = 0; i < 3; ++i) {
      const std::string& run_id = plan.runs[i].run_id;
      runs[run_id] = journaled_run(run_id, {}, {{1, 1, {{"valid", "accuracy", values[i]}}}});
    }
    results = check_expectations(plan, find_in(runs), read_in(runs));
    return *this;
  }
  std::vector<ClaimRow> rows() const { return claim_rows("mnist37", results); }

  Plan plan;
  JournaledRuns runs;
  std::vector<ExpectationResult> results;
};

MetricClaim accuracy(double value, double within) {
  MetricClaim claim{"valid", "accuracy"};
  claim.value = value;
  claim.within = within;
  return claim;
}

std::string printed(const Case& c, size_t columns) {
  std::ostringstream out;
  print_claims(c.rows(), columns, out);
  return out.str();
}

TEST(ClaimTable, ARowForAllRuns) {
  Case c(accuracy(0.5, 0.1));
  c.plan.expectations[0].note = "one draw";
  c.gave({0.5, 0.45, 0.55});
  EXPECT_EQ(printed(c, 100),
            "notebook  quantity                   its value  ours            tolerance   verdict\n"
            "004       accuracy after ten epochs  0.5        0.450 to 0.550  within 0.1  met      "
            "one draw\n");
}

TEST(ClaimTable, ANoteThatDoesNotFitStandsBelow) {
  Case c(accuracy(0.5, 0.1));
  c.plan.expectations[0].note = "one draw of the weights";
  c.gave({0.5, 0.45, 0.55});
  EXPECT_THAT(printed(c, 90), testing::EndsWith("  met\n    one draw of the weights\n"));
}

TEST(ClaimTable, ANarrowTerminalWrapsTheQuantityFirst) {
  const std::string text = printed(Case(accuracy(0.5, 0.1)).gave({0.5, 0.45, 0.55}), 78);
  EXPECT_THAT(text, testing::HasSubstr("004       accuracy after ten    0.5"));
  EXPECT_THAT(text, testing::HasSubstr("\n          epochs\n"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 78U);
}

TEST(ClaimTable, AMissSaysByHowMuchAndInHowManyRuns) {
  const auto verdict = [](const Case& c) { return verdict_text(c.rows().at(0)); };
  EXPECT_EQ(verdict(Case(accuracy(0.5, 0.1)).gave({0.5, 0.25, 0.625})),
            "MISSED by -0.25 (2 of 3 runs)");
  EXPECT_EQ(verdict(Case(accuracy(0.5, 0.1)).gave({0.5, std::nan(""), 0.25})),
            "MISSED (2 of 3 runs)");
  MetricClaim between = accuracy(1.5, 0);
  between.between.emplace();
  EXPECT_EQ(verdict(Case(between).gave({0.5, 1.0, 0.25})), "MISSED by -0.5");
}

TEST(ClaimTable, OneRowForEachOfSeveralValues) {
  MetricClaim claim{"valid", "accuracy"};
  claim.values = {0.5, 0.75};
  Case c(claim);
  c.gave({0.5, 0.5, 0.5});
  const auto rows = c.rows();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(quantity_text(rows[0]), "accuracy after ten epochs, epoch 1");
  EXPECT_TRUE(rows[0].holds());
  EXPECT_FALSE(rows[1].holds());
  EXPECT_EQ(ours_text(rows[1]), "not recorded");
}

TEST(ClaimTable, WithoutAQuantityTheSubjectAndItsRuns) {
  Case c(accuracy(0.5, 0.1));
  c.plan.expectations[0].quantity.clear();
  c.plan.expectations[0].where.set("loss", "a");
  c.gave({0.5, 0.5, 0.5});
  EXPECT_EQ(quantity_text(c.rows().at(0)), "final.valid.accuracy (loss: a)");
}

TEST(ClaimTable, JsonHasNumbersOrTheRange) {
  Case c(accuracy(0.5, 0.1));
  c.gave({0.5, 0.25, 0.5});
  const Json json = claims_json(c.rows());
  EXPECT_EQ(json[0]["ours"], Json({0.25, 0.5}));
  EXPECT_EQ(json[0]["verdict"], "missed");
  EXPECT_EQ(json[0]["difference"], -0.25);
  EXPECT_EQ(json[0]["runs"], 3);
  Case same(accuracy(0.5, 0.1));
  same.gave({0.5, 0.5, 0.5});
  EXPECT_EQ(claims_json(same.rows())[0]["ours"], 0.5);
  Case nan(accuracy(std::nan(""), 0));
  nan.gave({std::nan(""), std::nan(""), std::nan("")});
  EXPECT_EQ(claims_json(nan.rows())[0]["ours"], "nan");
  EXPECT_EQ(claims_json(nan.rows())[0]["expected"], "nan");
}

TEST(ClaimTable, MarkdownKeepsItsBars) {
  Case c(accuracy(0.5, 0.1));
  c.plan.expectations[0].quantity = "a|b";
  c.gave({0.5, 0.5, 0.5});
  std::ostringstream out;
  print_claims_markdown(c.rows(), out);
  EXPECT_THAT(out.str(), testing::HasSubstr("| 004 | a\\|b | 0.5 | 0.500 | within 0.1 | met |  |"));
}

}  // namespace
}  // namespace logitbench
