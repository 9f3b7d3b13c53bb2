// Expectations in words. `element` indexes the values of a claim that has several.
#pragma once

#include <string>

#include "core/config/expect.h"

namespace logitbench {

// As the columns of runs.csv say it, final.valid.accuracy, or valid.accuracy@10, or
// valid.probability of row 0, class 2, or parameters, or status.
std::string subject_text(const Expectation& expectation, size_t element = 0);
// What it should be, without the tolerance: "0.9642", "valid.nll", "at least 0.95", "diverged".
std::string expected_text(const Expectation& expectation, size_t element = 0);
// "within 0.01", "in the range", "in the 99 % interval"; empty where nothing but the number itself
// will do.
std::string tolerance_text(const Expectation& expectation);
// Both: "0.9642 within 0.01".
std::string claim_text(const Expectation& expectation, size_t element = 0);

}  // namespace logitbench
