// Values as text. Numbers are the shortest text that reads back to the same number.
#pragma once

#include <string>

#include <logitbench/value.h>

namespace logitbench {

// For people and CSV cells: 0.1, true, text as it is, [1,2], {a:1}; null is empty. Text within a
// list or a map is quoted where it would be read as something else.
std::string value_text(const Value& value);

// JSON with sorted keys, without spaces and null entries, numbers that are not finite quoted:
// the same text on every machine and for every order of declaration. A whole real has no point, so
// a value keeps its text when its parameter's type changes from integer to real.
std::string canonical_text(const Value& value);

}  // namespace logitbench
