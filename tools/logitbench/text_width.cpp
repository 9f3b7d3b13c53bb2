#include "tools/logitbench/text_width.h"

#include <algorithm>

namespace logitbench {

namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// The bytes of the first `count` characters.
size_t bytes_of(std::string_view text, size_t count) {
  size_t bytes = 0;
  while (bytes < text.size()) {
    if (begins_character(text[bytes]) && count-- == 0) break;
    ++bytes;
  }
  return bytes;
}

}  // namespace

size_t character_count(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::vector<std::string> wrapped_lines(std::string_view text, size_t width) {
  width = std::max<size_t>(width, 1);
  std::vector<std::string> lines;
  while (character_count(text) > width) {
    size_t end = bytes_of(text, width);
    // A blank right behind a full line breaks it, too.
    const size_t blank = text.substr(0, end + 1).rfind(' ');
    if (blank != std::string_view::npos && blank > 0) end = blank;
    std::string line(text.substr(0, end));
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
    text.remove_prefix(end);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  if (!text.empty() || lines.empty()) lines.emplace_back(text);
  return lines;
}

}  // namespace logitbench
