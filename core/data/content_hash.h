// What identifies the data that a run really saw, for its manifest: SHA-256 over a split's shape,
// rows, number type, divisor, values and targets. Not over where they came from.
#pragma once

#include <string>

#include <logitbench/dataset.h>

namespace logitbench {

std::string content_hash(const Split& split);

}  // namespace logitbench
