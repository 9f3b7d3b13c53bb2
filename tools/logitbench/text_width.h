// How much room a text, which is UTF-8, takes on a terminal or in a picture.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

// Its letters, one after the other: of each its bytes.
std::vector<std::string_view> letters_of(std::string_view text);

// In columns: wide letters, those of East Asia, take two. Combined ones are counted each.
size_t text_width(std::string_view text);

// `text` and as many blanks as make it `width` columns.
std::string padded(std::string_view text, size_t width);

// Lines of at most `width` columns (one letter at least), broken at blanks, which are left out; a
// word that is longer, where the line is full. One empty line for no text.
std::vector<std::string> wrapped_lines(std::string_view text, size_t width);

}  // namespace logitbench
