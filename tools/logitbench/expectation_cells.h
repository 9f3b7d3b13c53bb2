// What came out of an expectation, in few characters.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/expectations.h"

namespace logitbench {

// The results of each number expected stand together in what check_expectations gives: one of each.
std::vector<std::span<const ExpectationResult>> by_claim(
    const std::vector<ExpectationResult>& results);

// Two digits more than the claim tells apart; all of them where it wants the number itself.
std::string value_cell(double value, const ExpectationResult& result);

// The value, what the runs span together, or why there is neither.
std::string got_cell(const ExpectationResult& result);

// Of several runs: their least and largest value, NaN only where all are. All have one.
Interval range_of(const std::vector<const ExpectationResult*>& results);

// The one furthest from zero, if any.
std::optional<double> largest_difference(const std::vector<const ExpectationResult*>& results);

std::string difference_cell(const std::optional<double>& difference);

}  // namespace logitbench
