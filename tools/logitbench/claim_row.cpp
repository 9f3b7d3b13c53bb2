#include "tools/logitbench/claim_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/analysis/expectation_text.h"
#include "core/sweep/where.h"
#include "tools/logitbench/expectation_cells.h"

namespace logitbench {

namespace {

using Results = std::span<const ExpectationResult>;

// A missed one before others, without a number before one with, then by its distance.
bool is_worse(const ExpectationResult& a, const ExpectationResult& b) {
  const auto rank = [](const ExpectationResult& result) {
    const bool missed = result.verdict == Verdict::missed;
    const double far = result.difference ? std::abs(*result.difference) : 0;
    return std::tuple(missed, missed && !result.difference, far);
  };
  return rank(a) > rank(b);
}

std::optional<Interval> ours_of(Results results) {
  if (results.front().observed) return results.front().observed;
  std::vector<const ExpectationResult*> all;
  for (const ExpectationResult& result : results) {
    if (!result.value || !result.got.empty()) return std::nullopt;
    all.push_back(&result);
  }
  return range_of(all);
}

// Of one of several values, which one.
std::string element_text(const Expectation& expectation, size_t element) {
  const Wanted* wanted = wanted_of(expectation.claim);
  if (wanted == nullptr || wanted->values.size() < 2) return "";
  const auto* metric = std::get_if<MetricClaim>(&expectation.claim);
  return metric != nullptr && metric->row ? fmt::format(", class {}", element)
                                          : fmt::format(", epoch {}", element + 1);
}

const char* verdict_word(const ClaimRow& row) {
  return !row.checked ? "not checked" : row.missed > 0 ? "missed" : "met";
}

Json ours_json(const ClaimRow& row) {
  if (!row.ours) return row.result->got;
  const bool one =
      !row.result->observed && (row.ours->low == row.ours->high || std::isnan(row.ours->low));
  if (one) return json_number(row.ours->low);
  return Json::array({json_number(row.ours->low), json_number(row.ours->high)});
}

Json expected_json(const ClaimRow& row) {
  const Wanted* wanted = wanted_of(row.expectation->claim);
  const size_t element = row.result->element;
  if (wanted != nullptr && wanted->value) return json_number(*wanted->value);
  if (wanted != nullptr && !wanted->values.empty()) return json_number(wanted->values.at(element));
  return expected_text(*row.expectation, element);
}

}  // namespace

std::vector<ClaimRow> claim_rows(const std::string& config,
                                 const std::vector<ExpectationResult>& results) {
  std::vector<ClaimRow> rows;
  for (const Results& of_one : by_claim(results)) {
    ClaimRow& row = rows.emplace_back();
    row.config = config;
    row.expectation = of_one.front().expectation;
    row.result = &*std::min_element(of_one.begin(), of_one.end(), is_worse);
    row.ours = ours_of(of_one);
    row.runs = row.expectation->runs.size();
    row.checked = of_one.front().verdict != Verdict::not_planned;
    row.missed = static_cast<size_t>(std::count_if(
        of_one.begin(), of_one.end(),
        [](const ExpectationResult& result) { return result.verdict == Verdict::missed; }));
  }
  return rows;
}

std::string quantity_text(const ClaimRow& row) {
  const Expectation& expectation = *row.expectation;
  const size_t element = row.result->element;
  if (!expectation.quantity.empty())
    return expectation.quantity + element_text(expectation, element);
  const std::string subject = subject_text(expectation, element);
  return expectation.where.empty() ? subject : subject + " (" + where_text(expectation) + ")";
}

std::string ours_text(const ClaimRow& row) {
  if (!row.ours) return row.result->got;
  if (row.result->observed) return got_cell(*row.result);
  const std::string low = value_cell(row.ours->low, *row.result);
  const std::string high = value_cell(row.ours->high, *row.result);
  return low == high ? low : low + " to " + high;
}

std::string verdict_text(const ClaimRow& row) {
  if (row.missed == 0) return verdict_word(row);
  std::string text = "MISSED";
  if (row.result->difference) text += " by " + difference_cell(row.result->difference);
  if (row.runs > 1 && row.result->run != nullptr)
    text += fmt::format(" ({} of {} runs)", row.missed, row.runs);
  return text;
}

Json claims_json(const std::vector<ClaimRow>& rows) {
  Json list = Json::array();
  for (const ClaimRow& row : rows) {
    const Expectation& expectation = *row.expectation;
    const size_t element = row.result->element;
    const std::optional<double>& difference = row.result->difference;
    list.push_back({{"config", row.config},
                    {"source", expectation.source},
                    {"quantity", quantity_text(row)},
                    {"where", to_json(expectation.where)},
                    {"subject", subject_text(expectation, element)},
                    {"expected", expected_json(row)},
                    {"tolerance", tolerance_text(expectation)},
                    {"ours", ours_json(row)},
                    {"difference", json_number(difference)},
                    {"verdict", verdict_word(row)},
                    {"note", expectation.note},
                    {"runs", row.runs}});
  }
  return list;
}

}  // namespace logitbench
