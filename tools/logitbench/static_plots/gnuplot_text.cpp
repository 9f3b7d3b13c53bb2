#include "tools/logitbench/static_plots/gnuplot_text.h"

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "core/record/value_json.h"
#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

constexpr std::string_view kUnknown = "\xef\xbf\xbd";   // U+FFFD
constexpr std::string_view kEllipsis = "\xe2\x80\xa6";  // U+2026

// JSON's writer knows what is UTF-8.
std::string as_utf8(std::string_view text) {
  const std::string json = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  return Json::parse(json).get<std::string>();
}

bool stands_as_it_is(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view(" ,.:;_=+-()/<>?").find(c) != std::string_view::npos;
}

std::string drawable(std::string_view letter) {
  const bool control = letter[0] >= 0 && (letter[0] < ' ' || letter[0] == '\x7f');
  if (letter == "\n" || letter == "\r" || letter == "\t") return " ";
  const bool no_character = letter == "\xef\xbf\xbe" || letter == "\xef\xbf\xbf";
  return std::string(control || no_character ? kUnknown : letter);
}

}  // namespace

std::string gnuplot_string(std::string_view text) {
  const std::string utf8 = as_utf8(text);
  std::string result = "\"";
  for (const std::string_view letter : letters_of(utf8))
    for (const char c : drawable(letter)) {
      char octal[8];
      std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(c));
      result += stands_as_it_is(c) ? std::string(1, c) : octal;
    }
  return result + "\"";
}

std::string gnuplot_tic_string(std::string_view text) {
  std::string doubled;
  for (const char c : text) doubled += c == '%' ? "%%" : std::string(1, c);
  return gnuplot_string(doubled);
}

std::string shortened(std::string_view text, size_t most) {
  if (text_width(text) <= most) return std::string(text);
  const std::vector<std::string_view> letters = letters_of(text);
  std::string head, tail;
  size_t used = 1;  // the ellipsis
  const auto fits = [&](std::string_view letter) {
    const bool yes = used + text_width(letter) <= most;
    used += yes ? text_width(letter) : most;
    return yes;
  };
  for (size_t first = 0, last = letters.size() - 1; first < last; ++first, --last) {
    if (!fits(letters[first])) break;
    head += letters[first];
    if (!fits(letters[last])) break;
    tail.insert(0, letters[last]);
  }
  return head + std::string(kEllipsis) + tail;
}

std::vector<std::string> wrapped(std::string_view text, size_t most) {
  std::string short_words;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;)
    short_words += (short_words.empty() ? "" : " ") + shortened(word, most);
  return short_words.empty() ? std::vector<std::string>{} : wrapped_lines(short_words, most);
}

}  // namespace logitbench
