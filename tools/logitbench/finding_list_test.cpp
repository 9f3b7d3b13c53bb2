#include "tools/logitbench/finding_list.h"

#include <gtest/gtest.h>

#include <sstream>

namespace logitbench {
namespace {

std::string printed(const std::vector<Finding>& findings) {
  std::ostringstream out;
  print_findings(findings, out);
  return out.str();
}

TEST(FindingList, IsCodePlaceEvidenceAndAdvice) {
  EXPECT_EQ(printed({{"run_missing", Severity::error, "r/runs.csv", "no row", "a\nb", "run", {}}}),
            "error run_missing at r/runs.csv: no row\n  a\n  b\n  -> run\n");
}

TEST(FindingList, NamesRunsThatTheEvidenceDoesNot) {
  const std::vector<std::string> runs = {"a1", "b2", "c3", "d4", "e5", "f6", "g7"};
  EXPECT_EQ(printed({{"c", Severity::info, "r", "w", "", "", runs}}),
            "info c at r: w\n  runs: a1, b2, c3, d4, e5, 2 more\n");
  EXPECT_EQ(printed({{"c", Severity::info, "r", "w", "a1: 3", "", runs}}),
            "info c at r: w\n  a1: 3\n");
}

TEST(FindingList, EscapesWhatWouldSteerATerminal) {
  EXPECT_EQ(printed({{"c", Severity::error, "r", "found \x1b[31m", "", "", {}}}),
            "error c at r: found \\x1b[31m\n");
}

TEST(FindingList, IsSummedUp) {
  EXPECT_EQ(findings_summary({}), "nothing found");
  const Finding error{"a", Severity::error}, warning{"b", Severity::warning},
      info{"c", Severity::info};
  EXPECT_EQ(findings_summary({info}), "1 finding: 1 info");
  EXPECT_EQ(findings_summary({error, error, warning, info, info}),
            "5 findings: 2 errors, 1 warning, 2 info");
}

TEST(FindingList, InfoAloneIsNothingToMend) {
  EXPECT_FALSE(any_to_mend({{"c", Severity::info}}));
  EXPECT_TRUE(any_to_mend({{"c", Severity::info}, {"b", Severity::warning}}));
  EXPECT_TRUE(any_to_mend({{"a", Severity::error}}));
}

TEST(FindingList, AsJsonHoldsEverything) {
  const Json json = findings_json({{"c", Severity::warning, "r", "w", "e", "a", {"x"}}});
  EXPECT_EQ(json.dump(), R"([{"code":"c","severity":"warning","place":"r","what":"w",)"
                         R"("evidence":"e","advice":"a","run_ids":["x"]}])");
}

}  // namespace
}  // namespace logitbench
