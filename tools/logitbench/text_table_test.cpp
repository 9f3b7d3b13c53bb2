#include "tools/logitbench/text_table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tools/logitbench/text_width.h"

namespace logitbench {
namespace {

std::string printed(const TextTable& table) {
  std::ostringstream out;
  table.print(out);
  return out.str();
}

std::string printed(const TextTable& table, size_t columns) {
  std::ostringstream out;
  table.print(out, columns);
  return out.str();
}

TEST(TextTable, numbers_stand_to_the_right) {
  TextTable table({"name", "value"});
  table.add({"a", "1"});
  table.add({"long name", "-10.5"});
  EXPECT_EQ(printed(table),
            "name       value\n"
            "a              1\n"
            "long name  -10.5\n");
}

TEST(TextTable, counts_characters_not_bytes) {
  TextTable table({"name", "value"});
  table.add({"\u00e4\u00f6\u00fc\u20ac\u2014", "1"});
  table.add({"abcde", "2"});
  EXPECT_EQ(printed(table),
            "name   value\n"
            "\u00e4\u00f6\u00fc\u20ac\u2014      1\n"
            "abcde      2\n");
}

TEST(TextTable, wide_letters_take_two_columns) {
  TextTable table({"name", "value"});
  table.add({"\u6f22\u5b57\u30ab", "1"});
  table.add({"abcdef", "2"});
  EXPECT_EQ(printed(table),
            "name    value\n"
            "\u6f22\u5b57\u30ab      1\n"
            "abcdef      2\n");
}

TEST(TextTable, no_line_is_wider_than_asked_and_no_character_is_lost) {
  TextTable table({"key", "a", "b"});
  const std::string words = "one two \u00e4\u00f6\u00fc four five six seven eight nine ten";
  const std::string word(100, 'x');
  table.add({"optimizer.lr", words, word});
  table.add({"seed", "1", "2"});
  for (size_t columns = 36; columns < 200; ++columns) {
    const std::string text = printed(table, columns);
    std::istringstream lines(text);
    std::string all;
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(text_width(line), columns) << line;
      for (const char c : line)
        if (c != ' ') all += c;
    }
    EXPECT_EQ(std::count(all.begin(), all.end(), 'x'), 101) << columns;  // one in "six"
  }
  EXPECT_EQ(printed(table, 1000), printed(table));
}

TEST(TextWidth, counts_letters_and_wide_ones_twice) {
  EXPECT_EQ(text_width(""), 0u);
  EXPECT_EQ(text_width("gr\u00f6\u00dfe"), 5u);
  EXPECT_EQ(text_width("\u2014\u2026\u20ac\u2264"), 4u);
  EXPECT_EQ(text_width("\u6f22\u5b57\uff21\ud55c"), 8u);
}

TEST(TextWidth, lines_break_at_blanks_and_long_words_where_they_must) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapped_lines("", 5), Lines{""});
  EXPECT_EQ(wrapped_lines("abcde", 5), Lines{"abcde"});
  EXPECT_EQ(wrapped_lines("ab cd ef", 5), (Lines{"ab cd", "ef"}));
  EXPECT_EQ(wrapped_lines("abcdefg h", 3), (Lines{"abc", "def", "g h"}));
  EXPECT_EQ(wrapped_lines("ab", 0), (Lines{"a", "b"}));
  EXPECT_EQ(wrapped_lines("abcdefg hi", 5), (Lines{"abcde", "fg hi"}));
  EXPECT_EQ(wrapped_lines("\u00e4\u00f6\u00fc\u00e4", 3), (Lines{"\u00e4\u00f6\u00fc", "\u00e4"}));
  EXPECT_EQ(wrapped_lines("\u6f22\u5b57\u6f22", 5), (Lines{"\u6f22\u5b57", "\u6f22"}));
  EXPECT_EQ(wrapped_lines("\u6f22\u5b57", 1), (Lines{"\u6f22", "\u5b57"}));
  EXPECT_EQ(wrapped_lines("a  ", 1), Lines{"a"});
  EXPECT_EQ(wrapped_lines(" \x80\x80", 1), (Lines{" \x80\x80"}));
}

}  // namespace
}  // namespace logitbench
