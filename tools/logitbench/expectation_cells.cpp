#include "tools/logitbench/expectation_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/record/number_text.h"

namespace logitbench {

namespace {

constexpr int kMostDecimals = 17;

}  // namespace

std::vector<std::span<const ExpectationResult>> by_claim(
    const std::vector<ExpectationResult>& results) {
  std::vector<std::span<const ExpectationResult>> claims;
  const std::span<const ExpectationResult> all(results);
  for (size_t begin = 0; begin < all.size();) {
    size_t end = begin;
    while (end < all.size() && all[end].expectation == all[begin].expectation &&
           all[end].element == all[begin].element)
      ++end;
    claims.push_back(all.subspan(begin, end - begin));
    begin = end;
  }
  return claims;
}

std::string value_cell(double value, const ExpectationResult& result) {
  const Wanted* wanted = wanted_of(result.expectation->claim);
  if (!std::isfinite(value) || std::holds_alternative<FactClaim>(result.expectation->claim))
    return number_text(value);
  if (wanted->at_least || wanted->at_most || wanted->between) return fmt::format("{:.5g}", value);
  const double expected = result.expected.value_or(1.0);
  const double tolerance = wanted->within * (wanted->relative ? std::abs(expected) : 1.0);
  if (!(tolerance > 0) || !std::isfinite(tolerance)) return number_text(value);
  const int decimals = static_cast<int>(std::ceil(-std::log10(tolerance))) + 2;
  return fmt::format("{:.{}f}", value, std::clamp(decimals, 0, kMostDecimals));
}

std::string got_cell(const ExpectationResult& result) {
  if (result.observed && result.observed->low == result.observed->high)
    return number_text(result.observed->low);
  if (result.observed)
    return value_cell(result.observed->low, result) + " to " +
           value_cell(result.observed->high, result);
  return result.value && result.got.empty() ? value_cell(*result.value, result) : result.got;
}

Interval range_of(const std::vector<const ExpectationResult*>& results) {
  std::vector<double> values;
  for (const ExpectationResult* result : results)
    if (!std::isnan(*result->value)) values.push_back(*result->value);
  if (values.empty()) return {*results.front()->value, *results.front()->value};
  return observed_range(values);
}

std::optional<double> largest_difference(const std::vector<const ExpectationResult*>& results) {
  std::optional<double> largest;
  for (const ExpectationResult* result : results)
    if (result->difference && (!largest || std::abs(*result->difference) > std::abs(*largest)))
      largest = result->difference;
  return largest;
}

std::string difference_cell(const std::optional<double>& difference) {
  return difference ? fmt::format("{:+.2g}", *difference) : "";
}

}  // namespace logitbench
