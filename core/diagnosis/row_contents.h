// Which samples are the same, by what they hold.
#pragma once

#include <cstdint>
#include <vector>

#include <logitbench/views.h>

namespace logitbench {

// A 64-bit hash of each row's features: equal rows of splits with the same divisor and number type
// have equal hashes. Of a million different rows two share one with a probability of 3e-8.
std::vector<uint64_t> row_hashes(const Features& features);

// Positions that have the same value in all rows.
size_t constant_features(const Features& features);

}  // namespace logitbench
