#include "tools/logitbench/expectation_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/record/number_text.h"
#include "core/sweep/match_expectations.h"
#include "tools/logitbench/text_table.h"

namespace logitbench {

namespace {

using Results = std::vector<ExpectationResult>;

// Two digits more than the claim tells apart; all of them where it wants the number itself.
std::string value_cell(double value, const Expectation& expectation) {
  const auto* claim = std::get_if<MetricClaim>(&expectation.claim);
  if (!std::isfinite(value) || claim == nullptr) return number_text(value);
  if (!claim->value) return fmt::format("{:.5g}", value);
  const double tolerance = claim->within * (claim->relative ? std::abs(*claim->value) : 1.0);
  if (!(tolerance > 0)) return number_text(value);
  const int decimals = static_cast<int>(std::ceil(-std::log10(tolerance))) + 2;
  return fmt::format("{:.{}f}", value, std::clamp(decimals, 0, 17));
}

std::string difference_cell(const std::optional<double>& difference) {
  return difference ? fmt::format("{:+.2g}", *difference) : "";
}

std::string got_cell(const ExpectationResult& result) {
  return result.value ? value_cell(*result.value, *result.expectation) : result.got;
}

// One value, or the range of several.
std::string got_cell(const Results& met) {
  if (!met.front().value) return met.front().got;
  const auto smaller = [](const ExpectationResult& a, const ExpectationResult& b) {
    return *a.value < *b.value;
  };
  const auto [least, most] = std::minmax_element(met.begin(), met.end(), smaller);
  const std::string low = value_cell(*least->value, *least->expectation);
  const std::string high = value_cell(*most->value, *most->expectation);
  return low == high ? low : low + " to " + high;
}

// The one furthest from zero.
std::optional<double> largest_difference(const Results& met) {
  std::optional<double> largest;
  for (const ExpectationResult& result : met)
    if (result.difference && (!largest || std::abs(*result.difference) > std::abs(*largest)))
      largest = result.difference;
  return largest;
}

class ExpectationTable {
 public:
  explicit ExpectationTable(const Results& results)
      : table_({"runs", "what", "expected", "ours", "difference", "verdict", "note"}) {
    for (size_t begin = 0; begin < results.size();) {
      size_t end = begin;
      while (end < results.size() && results[end].expectation == results[begin].expectation) ++end;
      add({results.begin() + static_cast<std::ptrdiff_t>(begin),
           results.begin() + static_cast<std::ptrdiff_t>(end)});
      begin = end;
    }
  }
  void print(std::ostream& out) const { table_.print(out); }

 private:
  void add(const Results& of_one) {
    const Expectation& expectation = *of_one.front().expectation;
    const std::string where = where_text(expectation);
    Results met;
    for (const ExpectationResult& result : of_one)
      if (result.verdict == Verdict::met) met.push_back(result);
    if (!met.empty()) {
      const std::string verdict =
          of_one.size() == 1 ? "met" : fmt::format("met by {} of {}", met.size(), of_one.size());
      add(expectation, where, got_cell(met), largest_difference(met), verdict);
    }
    for (const ExpectationResult& result : of_one) {
      if (result.verdict == Verdict::missed)
        add(expectation, result.run->run_id, got_cell(result), result.difference, "MISSED");
      if (result.verdict == Verdict::not_planned)
        add(expectation, where, result.got, {}, "not checked");
    }
  }

  void add(const Expectation& expectation, const std::string& runs, const std::string& got,
           const std::optional<double>& difference, const std::string& verdict) {
    table_.add({runs, subject_text(expectation), claim_text(expectation), got,
                difference_cell(difference), verdict, expectation.note});
  }

  TextTable table_;
};

}  // namespace

void print_expectations(const Results& results, std::ostream& out) {
  if (results.empty()) return;
  const auto missed = std::count_if(
      results.begin(), results.end(),
      [](const ExpectationResult& result) { return result.verdict == Verdict::missed; });
  out << "\nExpectations\n";
  ExpectationTable(results).print(out);
  if (missed > 0) out << missed << " of " << results.size() << " expectations missed\n";
}

}  // namespace logitbench
