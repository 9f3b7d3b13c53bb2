// Numbers as text, as the CSVs and the journal hold them.
#pragma once

#include <cstdint>
#include <string>

namespace logitbench {

// The shortest text that reads back to the same number of its type; `nan` (whatever its sign),
// `inf`, `-inf`.
std::string number_text(double value);
std::string number_text(float value);
std::string number_text(uint64_t value);

// For people: four significant digits.
std::string rounded_text(double value);

}  // namespace logitbench
