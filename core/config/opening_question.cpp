#include "core/config/opening_question.h"

#include <fstream>
#include <sstream>

namespace logitbench {

namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Its lines with a space between them.
std::string opening_paragraph(std::string_view text) {
  std::string paragraph;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.starts_with('#')) break;
    while (line.starts_with('#')) line.remove_prefix(1);
    line = trimmed(line);
    if (line.empty()) break;
    paragraph += paragraph.empty() ? "" : " ";
    paragraph += line;
  }
  return paragraph;
}

}  // namespace

std::string opening_question(std::string_view text) {
  constexpr std::string_view kWord = "Question:";
  const std::string paragraph = opening_paragraph(text);
  const size_t word = paragraph.find(kWord);
  if (word == std::string::npos) return "";
  const std::string_view rest = trimmed(std::string_view(paragraph).substr(word + kWord.size()));
  const size_t mark = rest.find('?');
  return std::string(rest.substr(0, mark == std::string_view::npos ? mark : mark + 1));
}

std::string opening_question_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return opening_question(text.str());
}

}  // namespace logitbench
