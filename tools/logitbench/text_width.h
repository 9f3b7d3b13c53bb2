// How much room a text, which is UTF-8, takes on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

// Each takes one column: of wide or combined characters the count is off.
size_t character_count(std::string_view text);

// Lines of at most `width` characters (1 for 0), broken at blanks, which are left out; a word that
// is longer, where the line is full. One empty line for no text.
std::vector<std::string> wrapped_lines(std::string_view text, size_t width);

}  // namespace logitbench
