// Text in a gnuplot script: whatever a user wrote is drawn as it is, and is never a command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

// A string of gnuplot's, with its quotes. Letters, digits, common marks and what is not ASCII stand
// as they are, all else in octal: no quote, backquote, $, @ or backslash of a user's reaches
// gnuplot's reader. Line ends become spaces; what no XML may hold (control characters, bytes that
// are no UTF-8) becomes U+FFFD.
std::string gnuplot_string(std::string_view text);

// The same for a label of a tic, which gnuplot takes for a format of numbers.
std::string gnuplot_tic_string(std::string_view text);

// At most `most` letters (text_width.h): of a longer text the middle is left out, for names often
// differ at their ends.
std::string shortened(std::string_view text, size_t most);

// wrapped_lines(), but that a word which is longer is shortened, and none for no words.
std::vector<std::string> wrapped(std::string_view text, size_t most);

}  // namespace logitbench
