#include "tools/logitbench/expectation_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/analysis/expectation_text.h"
#include "core/sweep/where.h"
#include "tools/logitbench/expectation_cells.h"
#include "tools/logitbench/text_table.h"

namespace logitbench {

namespace {

// One value, or the range of several.
std::string got_cell(const std::vector<const ExpectationResult*>& met) {
  const ExpectationResult& one = *met.front();
  if (!one.value) return got_cell(one);
  const Interval range = range_of(met);
  const std::string low = value_cell(range.low, one);
  const std::string high = value_cell(range.high, one);
  return low == high ? low : low + " to " + high;
}

class ExpectationTable {
 public:
  explicit ExpectationTable(const std::vector<ExpectationResult>& results)
      : table_({"runs", "what", "expected", "ours", "difference", "verdict", "note"}) {
    for (const auto& claim : by_claim(results)) add(claim);
  }
  void print(std::ostream& out) const { table_.print(out); }

 private:
  void add(std::span<const ExpectationResult> of_one) {
    const std::string where = where_text(*of_one.front().expectation);
    std::vector<const ExpectationResult*> met;
    for (const ExpectationResult& result : of_one)
      if (result.verdict == Verdict::met) met.push_back(&result);
    if (!met.empty()) {
      const std::string verdict =
          of_one.size() == 1 ? "met" : fmt::format("met by {} of {}", met.size(), of_one.size());
      add(of_one.front(), where, got_cell(met), largest_difference(met), verdict);
    }
    for (const ExpectationResult& result : of_one) {
      if (result.verdict == Verdict::missed)
        add(result, result.run != nullptr ? result.run->run_id : where, got_cell(result),
            result.difference, "MISSED");
      if (result.verdict == Verdict::not_planned) add(result, where, result.got, {}, "not checked");
    }
  }

  void add(const ExpectationResult& result, const std::string& runs, const std::string& got,
           const std::optional<double>& difference, const std::string& verdict) {
    const Expectation& expectation = *result.expectation;
    table_.add({runs, subject_text(expectation, result.element),
                claim_text(expectation, result.element), got, difference_cell(difference), verdict,
                expectation.note});
  }

  TextTable table_;
};

}  // namespace

void print_expectations(const std::vector<ExpectationResult>& results, std::ostream& out) {
  if (results.empty()) return;
  const auto missed = std::count_if(
      results.begin(), results.end(),
      [](const ExpectationResult& result) { return result.verdict == Verdict::missed; });
  out << "\nExpectations\n";
  ExpectationTable(results).print(out);
  if (missed > 0) out << missed << " of " << results.size() << " expectations missed\n";
}

}  // namespace logitbench
