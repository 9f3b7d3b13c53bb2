#include "tools/logitbench/text_width.h"

#include <fmt/format.h>

#include <algorithm>

namespace logitbench {

namespace {

size_t bytes_of_letter(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return end - at;
}

// fmt knows which letters are wide: it pads them with fewer blanks.
size_t width_of(std::string_view letter) {
  constexpr size_t kRoom = 8, kMostBytes = 4;
  const bool is_plain = static_cast<unsigned char>(letter[0]) < 0x80 || letter.size() > kMostBytes;
  return is_plain ? 1 : kRoom + letter.size() - fmt::formatted_size("{:<8}", letter);
}

// The bytes of the first letters that have room, and of one at least.
size_t bytes_within(std::string_view text, size_t width) {
  size_t bytes = 0, used = 0;
  while (bytes < text.size()) {
    const std::string_view letter = text.substr(bytes, bytes_of_letter(text, bytes));
    used += width_of(letter);
    if (used > width && bytes > 0) break;
    bytes += letter.size();
  }
  return bytes;
}

}  // namespace

std::vector<std::string_view> letters_of(std::string_view text) {
  std::vector<std::string_view> letters;
  for (size_t at = 0; at < text.size(); at += letters.back().size())
    letters.push_back(text.substr(at, bytes_of_letter(text, at)));
  return letters;
}

size_t text_width(std::string_view text) {
  size_t width = 0;
  for (const std::string_view letter : letters_of(text)) width += width_of(letter);
  return width;
}

std::string padded(std::string_view text, size_t width) {
  const size_t own = text_width(text);
  return std::string(text) + std::string(width - std::min(width, own), ' ');
}

std::vector<std::string> wrapped_lines(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  while (text_width(text) > width) {
    size_t end = bytes_within(text, width);
    if (end == text.size()) break;
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
